import { create } from "zustand";
import { call } from "@/api/client";
import type { Connection } from "@/api/stream/subscription";
import { tabStream } from "@/api/stream/tab-stream";
import { type Desk, useDesk } from "@/editor/desk";
import type { Point } from "./definition";
import type { WorkflowEvent } from "./events";
import type { OpenWorkflow } from "./open";

/** Somebody else, or another tab, in the same workflow. */
export interface Other {
  clientId: string;
  name: string;
  cursor: Point | null;
  selection: readonly string[];
  editing: string | null;
  /** When they were heard last, in milliseconds since 1970. */
  at: number;
}

interface Together {
  connection: Connection;
  others: readonly Other[];
}

interface Word {
  client_id: string;
  user: { id: string; name: string };
  name?: string | null;
  cursor?: Point | null;
  selection?: string[];
  editing?: string | null;
  gone?: boolean;
}

const ALONE: Together = { connection: "connecting", others: [] };
const SAY_AT_MOST_EVERY = 150;
const SAY_AT_LEAST_EVERY = 8000;
const GONE_AFTER = 20_000;

export const useTogether = create<Together>(() => ALONE);

let cursor: Point | null = null;
let say: (() => void) | null = null;

/** Where this person's pointer is on the canvas. */
export function pointAt(point: Point | null): void {
  cursor = point;
  say?.();
}

/** Others after a word of one of them. */
export function heard(others: readonly Other[], word: Word, ownId: string, at: number): readonly Other[] {
  const rest = others.filter(({ clientId }) => clientId !== word.client_id);
  if (word.gone === true || word.client_id === ownId) return rest;
  const { client_id: clientId, user, name, cursor: point = null, selection = [], editing = null } = word;
  return [...rest, { clientId, name: name ?? user.name, cursor: point, selection, editing, at }];
}

/** Those who have said something lately: that they left may have been said while nobody here listened. */
export function present(others: readonly Other[], now: number): readonly Other[] {
  const rest = others.filter(({ at }) => now - at < GONE_AFTER);
  return rest.length === others.length ? others : rest;
}

/** Take in what others do, and tell them where we are, until the signal. `look` loads the workflow anew. */
export function beTogether(workflowId: string, open: OpenWorkflow, look: () => void, signal: AbortSignal): void {
  const ownId = crypto.randomUUID();
  useTogether.setState(ALONE);
  tabStream.listen(
    `workflow=${workflowId}`,
    {
      onOpen: look,
      onEvent: (event) => open.take([event as unknown as WorkflowEvent]),
      onPresence: (word) => useTogether.setState(({ others }) => ({ others: heard(others, word as Word, ownId, Date.now()) })),
      onConnection: (connection) => useTogether.setState(connection === "live" ? { connection } : { connection, others: [] }),
    },
    signal,
  );
  const forgetting = setInterval(() => useTogether.setState(({ others }) => ({ others: present(others, Date.now()) })), SAY_AT_LEAST_EVERY);
  signal.addEventListener("abort", () => clearInterval(forgetting));
  tellOthers(workflowId, ownId, signal);
}

function tellOthers(workflowId: string, ownId: string, signal: AbortSignal): void {
  const path = `/api/workflows/${encodeURIComponent(workflowId)}/presence`;
  // Kept alive, since the last word is said while the page goes away.
  const post = (word: object) => void call(path, { method: "POST", keepalive: true, body: JSON.stringify({ client_id: ownId, ...word }) }).catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () => {
    timer = undefined;
    post(whereabouts(useDesk.getState()));
  };
  say = () => (timer ??= setTimeout(now, SAY_AT_MOST_EVERY));
  // Whoever looks at something else is not here.
  const again = () => document.visibilityState === "visible" && now();
  const often = setInterval(again, SAY_AT_LEAST_EVERY);
  document.addEventListener("visibilitychange", again);
  const leave = useDesk.subscribe(() => say?.());
  const gone = () => post({ gone: true });
  addEventListener("pagehide", gone);
  signal.addEventListener("abort", () => {
    say = null;
    clearTimeout(timer);
    clearInterval(often);
    document.removeEventListener("visibilitychange", again);
    leave();
    removeEventListener("pagehide", gone);
    gone();
  });
  again();
}

function whereabouts({ chosen, open }: Desk): object {
  return { cursor, selection: [...chosen].filter((id) => /^[A-Za-z0-9_-]{1,64}$/.test(id)).slice(0, 200), editing: open };
}
