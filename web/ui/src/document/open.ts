import { createStore, type StoreApi } from "zustand/vanilla";
import type { Changed } from "@/api/edits";
import { Problem, Unreachable } from "@/api/problem";
import type { Workflow, WorkflowProblem } from "@/api/workflows";
import type { Command } from "./commands";
import { type Doc, docOf } from "./definition";
import type { WorkflowEvent } from "./events";
import { type History, NO_HISTORY, recorded, redo, type Turn, undo } from "./history";
import type { Shelf } from "./kept";
import * as q from "./queue";

export interface OpenState {
  doc: Doc;
  version: number;
  problems: readonly WorkflowProblem[];
  status: "saved" | "saving" | "offline" | "conflict";
  /** Edits that the server doesn't have. */
  waiting: number;
  conflict: q.Collision | null;
  /** Edits that the server won't take, and why. */
  refusal: { commands: readonly Command[]; message: string } | null;
  undoLabel: string | null;
  redoLabel: string | null;
}

/** The server, as far as an open workflow needs it. */
export interface Remote {
  send: (version: number, commands: readonly Command[]) => Promise<Changed>;
  load: () => Promise<Workflow>;
}

export interface Pace {
  /** Milliseconds in which edits gather before they are sent. */
  gather: number;
  /** Before the first new attempt; doubles up to `longest`. */
  first: number;
  longest: number;
}

const PACE: Pace = { gather: 200, first: 500, longest: 8000 };

/** A workflow while somebody edits it: shows edits at once, sends them, keeps them until they are stored, takes them back. */
export class OpenWorkflow {
  readonly store: StoreApi<OpenState>;
  private queue: q.Queue;
  private history: History = NO_HISTORY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private busy = false;
  /** Counts openings and closings; a pause in between may outlive one. */
  private opening = 0;
  private closed = false;
  /** The version that a draft among the pending edits was begun at. */
  private begun = Infinity;
  /** Of the stream, not taken in yet. */
  private heard: WorkflowEvent[] = [];

  constructor(
    workflow: Workflow,
    private readonly remote: Remote,
    private readonly shelf: Shelf,
    private readonly pace: Pace = PACE,
  ) {
    this.queue = q.queueOf(docOf(workflow), workflow.version);
    this.store = createStore<OpenState>(() => ({
      doc: this.queue.doc,
      version: workflow.version,
      problems: workflow.problems,
      status: "saved",
      waiting: 0,
      conflict: null,
      refusal: null,
      undoLabel: null,
      redoLabel: null,
    }));
  }

  /** Take up what was left when the workflow was last open here. */
  async resume(): Promise<void> {
    this.closed = false;
    const opening = ++this.opening;
    const kept = await this.shelf.take();
    if (opening !== this.opening || !kept) return;
    this.history = kept.history;
    const early = q.unanswered(this.queue).pending;
    const queue = q.rebased({ ...this.queue, sending: [], pending: [...kept.commands, ...early] }, this.queue.base, this.queue.version);
    this.queue = { ...queue, madeFor: queue.pending.length > 0 ? kept.madeFor : queue.version };
    this.changed();
    this.soon(0);
  }

  close(): void {
    clearTimeout(this.timer);
    if (!this.busy) void this.flush();
    this.closed = true;
    this.opening++;
  }

  get doc(): Doc {
    return this.queue.doc;
  }

  /** Do something that can be undone. `merge`: see `Step`. */
  edit(label: string, commands: readonly Command[], merge: string | null = null): void {
    this.history = recorded(this.history, this.queue.doc, commands, label, merge, Date.now());
    this.make(commands);
  }

  /** The edits in `act` were begun at an earlier version: where others changed the same since, people choose. */
  begunAt(version: number, act: () => void): void {
    const { pending } = this.queue;
    act();
    if (this.queue.pending !== pending) this.begun = Math.min(this.begun, version);
  }

  undo(): void {
    this.turn(undo(this.history, this.queue.doc));
  }

  redo(): void {
    this.turn(redo(this.history, this.queue.doc));
  }

  /** What others did, from the workflow's event stream; edits of ours that it carries as well change nothing twice. */
  take(events: readonly WorkflowEvent[]): void {
    this.heard.push(...events);
    this.listen();
  }

  /** A newer state of the server; edits of ours stay on top of it. */
  refresh(workflow: Workflow): void {
    if (this.busy || workflow.version < this.queue.version) return;
    if (workflow.version === this.queue.version) {
      if (q.waiting(this.queue) === 0) this.store.setState({ problems: workflow.problems });
      return;
    }
    const madeFor = q.waiting(this.queue) > 0 ? this.queue.madeFor : workflow.version;
    this.queue = { ...q.rebased(this.queue, docOf(workflow), workflow.version), madeFor };
    this.store.setState({ problems: workflow.problems });
    this.changed();
  }

  keepMine(): void {
    this.store.setState({ conflict: null });
    this.changed();
    this.listen();
    this.soon(0);
  }

  keepTheirs(): void {
    const { conflict } = this.store.getState();
    if (conflict) this.queue = q.withdrawn(this.queue, conflict.mine);
    this.keepMine();
  }

  dismissRefusal(): void {
    this.store.setState({ refusal: null });
  }

  /** Try at once, such as when the machine is online again. */
  retry(): void {
    this.failures = 0;
    this.soon(0);
  }

  /** Resolves when all edits so far are stored; rejects where something keeps them from it. */
  settled(): Promise<void> {
    this.soon(0);
    return new Promise((resolve, reject) => {
      const look = ({ status }: OpenState) => {
        if (status === "saving") return;
        leave();
        if (status === "saved") resolve();
        else reject(new Unreachable("Not everything could be saved"));
      };
      const leave = this.store.subscribe(look);
      look(this.store.getState());
    });
  }

  /** Take in what was heard, once nothing is on its way: until then nobody knows which of it is our own. */
  private listen(): void {
    if (this.busy || this.store.getState().conflict) return;
    const news = this.heard.filter(({ version }) => version > this.queue.version);
    this.heard = [];
    const newest = news.at(-1)?.version;
    if (newest === undefined) return;
    if (news[0]?.version !== this.queue.version + 1) {
      void this.catchUp();
      return;
    }
    const madeFor = q.waiting(this.queue) > 0 ? this.queue.madeFor : newest;
    this.queue = { ...q.caughtUp(this.queue, news, newest), madeFor };
    this.changed();
  }

  /** Something was missed; what can't be loaded now is found by the next look. */
  private async catchUp(): Promise<void> {
    await this.remote.load().then((workflow) => this.refresh(workflow), () => undefined);
  }

  private turn(turn: Turn | null): void {
    if (!turn) return;
    this.history = turn.history;
    this.make(turn.commands);
  }

  private make(commands: readonly Command[]): void {
    if (q.waiting(this.queue) === 0) this.queue = { ...this.queue, madeFor: this.queue.version };
    this.queue = commands.reduce(q.enqueue, this.queue);
    this.changed();
    this.soon(this.pace.gather);
  }

  private soon(milliseconds: number): void {
    if (this.busy || this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), milliseconds);
  }

  private async flush(): Promise<void> {
    if (this.busy || this.queue.pending.length === 0 || this.store.getState().conflict) return;
    this.busy = true;
    this.queue = q.sent({ ...this.queue, madeFor: Math.min(this.queue.madeFor, this.begun) });
    this.begun = Infinity;
    this.changed();
    try {
      await this.stored(await this.remote.send(this.queue.madeFor, this.queue.sending));
      this.failures = 0;
    } catch (error) {
      await this.failed(error);
    }
    this.busy = false;
    this.changed();
    this.listen();
    if (this.queue.pending.length > 0) this.soon(this.wait());
  }

  private async stored({ version, problems }: Changed): Promise<void> {
    const own = this.queue.version + q.eventCount(this.queue.base, this.queue.sending);
    this.queue = q.acknowledged(this.queue, own);
    this.store.setState({ problems });
    if (version !== own) await this.reload();
  }

  /** Somebody else's edits lie between: take the server's word for the whole. */
  private async reload(): Promise<void> {
    const workflow = await this.remote.load();
    this.queue = q.rebased(this.queue, docOf(workflow), workflow.version);
    this.store.setState({ problems: workflow.problems });
  }

  private async failed(error: unknown): Promise<void> {
    if (error instanceof Problem && error.status === 409) {
      await this.collided(error).catch(() => (this.failures += 1));
    } else if (error instanceof Problem && (error.status === 422 || error.status === 413)) {
      this.refuse(error);
    } else {
      this.queue = q.unanswered(this.queue);
      this.failures += 1;
    }
  }

  private async collided({ body }: Problem): Promise<void> {
    const events = (body["events"] ?? []) as WorkflowEvent[];
    const madeFor = this.queue.madeFor;
    this.queue = q.unanswered(this.queue);
    if (events[0]?.version === madeFor + 1) this.queue = q.caughtUp(this.queue, events, body["current_version"] as number);
    else await this.reload();
    this.store.setState({ conflict: q.collision(this.queue.pending, events) });
  }

  private refuse(problem: Problem): void {
    const named = problem.errors.flatMap(({ loc: [list, place] }) => (list === "commands" && typeof place === "number" ? [place] : []));
    const all = this.queue.sending;
    const places = new Set(named.length > 0 ? named : all.keys());
    const reasons = problem.errors.map(({ message }) => message);
    const message = reasons.length > 0 ? reasons.join("; ") : problem.detail;
    this.queue = q.refused(this.queue, places);
    this.store.setState({ refusal: { commands: all.filter((_, place) => places.has(place)), message } });
  }

  private wait(): number {
    if (this.failures === 0) return this.pace.gather;
    return Math.min(this.pace.longest, this.pace.first * 2 ** (this.failures - 1));
  }

  /** Let everybody see what is, and keep what the server doesn't have. */
  private changed(): void {
    const waiting = q.waiting(this.queue);
    const { pending, sending, doc, version, madeFor } = this.queue;
    this.shelf.put({ madeFor: Math.min(madeFor, this.begun), commands: [...sending, ...pending], history: this.history });
    this.store.setState(({ conflict }) => ({
      doc,
      version,
      waiting,
      status: conflict ? "conflict" : waiting === 0 ? "saved" : this.failures > 0 ? "offline" : "saving",
      undoLabel: this.history.undo.at(-1)?.label ?? null,
      redoLabel: this.history.redo.at(-1)?.label ?? null,
    }));
  }
}
