import type { WaitingRun } from "@/api/executions";
import type { Story } from "./story";

/** A node run that waits, and for what. */
export interface Ask {
  nodeId: string;
  runIndex: number;
  name: string;
  kind: WaitingRun["kind"];
  message: string;
  /** When it goes on by itself; null: never. Milliseconds since 1970, as `since`. */
  until: number | null;
  since: number;
}

const KINDS: readonly string[] = ["decision", "approval", "webhook", "time", "call"] satisfies WaitingRun["kind"][];

/** All that wait at this place on the tape; those that somebody has to decide about first. */
export function asksOf({ tracks }: Story): Ask[] {
  const found: Ask[] = [];
  for (const { nodeId, name, runs } of tracks.values()) {
    for (const { runIndex, state, pauses } of runs) {
      const pause = pauses.at(-1);
      if (state !== "waiting" || !pause || pause.to !== null || !isKind(pause.kind)) continue;
      found.push({ nodeId, runIndex, name, kind: pause.kind, message: pause.message, until: pause.until, since: pause.from });
    }
  }
  return found.sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}

export function isKind(kind: string): kind is WaitingRun["kind"] {
  return KINDS.includes(kind);
}
