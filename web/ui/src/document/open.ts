import { createStore, type StoreApi } from "zustand/vanilla";
import { Problem, Unreachable } from "@/api/problem";
import { errorSaid, faultSaid } from "@/api/said";
import type { Workflow, WorkflowProblem } from "@/api/workflows";
import type { Command } from "./commands";
import { type Doc, docOf } from "./definition";
import type { WorkflowEvent } from "./events";
import * as h from "./history";
import type { Shelf } from "./kept";
import * as q from "./queue";
import { type Pace, Speed } from "./speed";
import { type Step, stepOf, withEdits } from "./step";

export interface OpenState {
  doc: Doc;
  version: number;
  problems: readonly WorkflowProblem[];
  status: "saved" | "saving" | "offline" | "conflict";
  /** Steps that the server doesn't have. */
  waiting: number;
  conflict: q.Collision | null;
  /** Edits that the server won't take, and why. */
  refusal: { commands: readonly Command[]; message: string } | null;
  /** What would be taken back, and done again. */
  next: h.Next;
  /** What could not be taken back, and why. */
  standoff: Standoff | null;
}

export interface Standoff {
  direction: "undo" | "redo";
  /** What others did to the same; null: nobody knows while the server is away. */
  theirs: readonly WorkflowEvent[] | null;
}

/** What the tape offers to take back. */
export type Offers = Pick<h.History, "undo" | "redo">;

export interface Answer extends q.Stored {
  problems: readonly WorkflowProblem[];
  /** After an undo or redo. */
  offers?: Offers;
}

/** The server, as far as an open workflow needs it. */
export interface Remote {
  send: (version: number, step: Step) => Promise<Answer>;
  offers: () => Promise<Offers>;
  load: () => Promise<Workflow>;
}

const PACE: Pace = { gather: 200, first: 500, longest: 8000 };
/** Edits of the same thing that follow each other so closely are one step. */
const ONE_STEP_MS = 1500;

/** A workflow while somebody edits it: shows edits at once, sends them step by step, keeps them until they are stored, takes them back. */
export class OpenWorkflow {
  readonly store: StoreApi<OpenState>;
  private queue: q.Queue;
  private history: h.History = h.NO_HISTORY;
  private readonly speed: Speed;
  private busy = false;
  /** Counts openings and closings; a pause in between may outlive one. */
  private opening = 0;
  /** The version that a draft among the pending edits was begun at. */
  private begun = Infinity;
  /** Of the stream, not taken in yet. */
  private heard: WorkflowEvent[] = [];
  private last: { merge: string; stepId: string; at: number } | null = null;

  constructor(
    workflow: Workflow,
    private readonly remote: Remote,
    private readonly shelf: Shelf,
    pace: Pace = PACE,
  ) {
    this.speed = new Speed(pace, () => void this.flush());
    this.queue = q.queueOf(docOf(workflow), workflow.version);
    this.store = createStore<OpenState>(() => ({
      doc: this.queue.doc,
      version: workflow.version,
      problems: workflow.problems,
      status: "saved",
      waiting: 0,
      conflict: null,
      refusal: null,
      next: { undo: null, redo: null },
      standoff: null,
    }));
  }

  /** Take up what was left when the workflow was last open here. */
  async resume(): Promise<void> {
    this.speed.open();
    const opening = ++this.opening;
    const kept = await this.shelf.take();
    if (opening !== this.opening) return;
    if (kept) {
      const steps = [...kept.steps, ...this.queue.steps];
      const queue = q.rebased({ ...this.queue, steps }, this.queue.base, this.queue.version);
      this.queue = { ...queue, madeFor: queue.steps.length > 0 ? kept.madeFor : queue.version };
      this.history = { ...this.history, withdrawn: kept.withdrawn };
      this.changed();
      this.speed.soon(0);
    }
    await this.ask();
  }

  close(): void {
    this.speed.close();
    if (!this.busy) void this.flush();
    this.opening++;
  }

  get doc(): Doc {
    return this.queue.doc;
  }

  /** Do something that can be undone. Edits with the same `merge` that follow each other closely are one step, such as the letters of a word. */
  edit(name: string, commands: readonly Command[], merge: string | null = null): void {
    const effective = q.effective(this.queue.doc, commands);
    if (effective.length === 0) return;
    const step = stepOf({ kind: "edit", name, commands: effective });
    const joins = merge !== null && this.last?.merge === merge && Date.now() - this.last.at < ONE_STEP_MS;
    const stepId = joins ? (this.last?.stepId ?? step.stepId) : step.stepId;
    this.last = merge === null ? null : { merge, stepId, at: Date.now() };
    this.history = h.done(this.history);
    this.hold(q.holding(this.queue, withEdits(this.queue.steps, { ...step, stepId })));
  }

  /** Whatever is edited from here on is another step, however soon it comes: somebody has looked at what there was. */
  endStep(): void {
    this.last = null;
  }

  /** The edits in `act` were begun at an earlier version: where others changed the same since, people choose. */
  begunAt(version: number, act: () => void): void {
    const { steps } = this.queue;
    act();
    if (this.queue.steps !== steps) this.begun = Math.min(this.begun, version);
  }

  undo(): void {
    this.turn("undo", h.undo(this.history, this.queue));
  }

  redo(): void {
    this.turn("redo", h.redo(this.history, this.queue));
  }

  /** Leave alone what could not be taken back, and take back the step before it. */
  passOver(): void {
    const { standoff } = this.store.getState();
    this.dismissStandoff();
    if (!standoff?.theirs) return;
    const turn = { kind: standoff.direction, name: null, commands: [] };
    this.hold(q.holding(this.queue, [...this.queue.steps, stepOf({ ...turn, skip: true }), stepOf(turn)]));
  }

  dismissStandoff(): void {
    this.store.setState({ standoff: null });
  }

  /** What others did, from the workflow's event stream; edits of ours that it carries as well change nothing twice. */
  take(events: readonly WorkflowEvent[]): void {
    this.heard.push(...events);
    this.listen();
  }

  /** A newer state of the server; edits of ours stay on top of it. */
  refresh(workflow: Workflow): void {
    if (this.busy || workflow.version < this.queue.version) return;
    const untouched = this.queue.steps.length === 0;
    if (workflow.version === this.queue.version) {
      if (untouched) this.store.setState({ problems: workflow.problems });
      return;
    }
    const madeFor = untouched ? workflow.version : this.queue.madeFor;
    this.queue = { ...q.rebased(this.queue, docOf(workflow), workflow.version), madeFor };
    this.store.setState({ problems: workflow.problems });
    this.othersDid();
  }

  keepMine(): void {
    this.store.setState({ conflict: null });
    this.changed();
    this.listen();
    this.speed.soon(0);
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
    this.speed.again();
  }

  /** Resolves when all edits so far are stored; rejects where something keeps them from it. */
  settled(): Promise<void> {
    if (!this.busy) this.speed.soon(0);
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
      void this.remote.load().then((workflow) => this.refresh(workflow), () => undefined);
      return;
    }
    const madeFor = this.queue.steps.length > 0 ? this.queue.madeFor : newest;
    this.queue = { ...q.caughtUp(this.queue, news, newest), madeFor };
    this.othersDid();
  }

  private othersDid(): void {
    this.history = h.unsure(this.history);
    this.changed();
    this.speed.later(() => void this.ask());
  }

  /** What the tape offers to take back. */
  private async ask(): Promise<void> {
    const { version } = this.queue;
    const offers = await this.remote.offers().catch(() => null);
    if (!offers || this.queue.steps.length > 0 || this.queue.version !== version) return;
    this.history = { ...this.history, ...offers };
    this.changed();
  }

  private turn(direction: "undo" | "redo", moved: h.Moved | null): void {
    if (!moved) return;
    const added = moved.queue.steps.length > this.queue.steps.length ? moved.queue.steps.at(-1) : undefined;
    this.last = null;
    if (added && added.commands.length === 0 && this.store.getState().status === "offline") {
      this.store.setState({ standoff: { direction, theirs: null } });
      return;
    }
    this.history = moved.history;
    this.hold(moved.queue);
  }

  private hold(queue: q.Queue): void {
    const fresh = this.queue.steps.length === 0;
    this.queue = fresh ? { ...queue, madeFor: queue.version } : queue;
    this.changed();
    if (!this.busy) this.speed.soon(queue.steps.at(-1)?.kind === "edit" ? undefined : 0);
  }

  private async flush(): Promise<void> {
    const [step] = this.queue.steps;
    if (this.busy || !step || this.store.getState().conflict) return;
    this.busy = true;
    this.queue = q.firstTried({ ...this.queue, madeFor: Math.min(this.queue.madeFor, this.begun) });
    this.begun = Infinity;
    this.changed();
    try {
      await this.stored(step, await this.remote.send(this.queue.madeFor, step));
      this.speed.well();
    } catch (error) {
      await this.failed(step, error);
    }
    this.busy = false;
    this.changed();
    this.listen();
    if (this.queue.steps.length > 0) this.speed.next();
  }

  private async stored(step: Step, answer: Answer): Promise<void> {
    const rest = this.queue.steps.slice(1);
    const news = answer.events.filter(({ version }) => version > this.queue.version);
    if (step.kind === "edit") this.history = h.stored(this.history, step, this.queue.base, news.length === 0);
    else if (answer.offers) this.history = { ...this.history, ...answer.offers };
    const acknowledged = q.acknowledged(this.queue, answer);
    if (acknowledged) this.queue = acknowledged;
    else await this.reload(rest);
    this.store.setState({ problems: answer.problems, conflict: q.collision(this.queue.steps, answer.events) });
  }

  /** The server did something else than we thought: take its word for the whole. */
  private async reload(steps: readonly Step[]): Promise<void> {
    const workflow = await this.remote.load();
    this.queue = q.rebased({ ...this.queue, steps }, docOf(workflow), workflow.version);
    this.store.setState({ problems: workflow.problems });
  }

  private async failed(step: Step, error: unknown): Promise<void> {
    const refused = error instanceof Problem;
    if (refused && step.kind !== "edit" && error.status < 500 && error.status !== 429 && error.status !== 401) {
      await this.stood(step.kind, error).catch(() => this.speed.failed());
    } else if (refused && error.status === 409) {
      await this.collided(error).catch(() => this.speed.failed());
    } else if (refused && (error.status === 422 || error.status === 413)) {
      this.refuse(error);
    } else {
      this.speed.failed();
    }
  }

  private async collided({ body }: Problem): Promise<void> {
    const events = await this.caughtUp(body, this.queue.steps);
    this.store.setState({ conflict: q.collision(this.queue.steps, events) });
  }

  /** A step on the tape can't be taken back: neither can those before it. */
  private async stood(direction: "undo" | "redo", problem: Problem): Promise<void> {
    const edits = this.queue.steps.filter(({ kind }) => kind === "edit");
    const events = await this.caughtUp(problem.body, edits);
    if (problem.code === "version_conflict") this.store.setState({ standoff: { direction, theirs: events } });
    this.speed.later(() => void this.ask());
  }

  /** Take in what a refusal tells of, under these steps. */
  private async caughtUp(body: Problem["body"], steps: readonly Step[]): Promise<WorkflowEvent[]> {
    const events = (body["events"] ?? []) as WorkflowEvent[];
    if (events[0]?.version === this.queue.madeFor + 1) this.queue = q.caughtUp({ ...this.queue, steps }, events, body["current_version"] as number);
    else await this.reload(steps);
    this.history = h.unsure(this.history);
    return events;
  }

  private refuse(problem: Problem): void {
    const named = problem.errors.flatMap(({ loc: [list, place] }) => (list === "commands" && typeof place === "number" ? [place] : []));
    const all = this.queue.steps[0]?.commands ?? [];
    const places = new Set(named.length > 0 ? named : all.keys());
    const reasons = problem.errors.map(faultSaid);
    const message = reasons.length > 0 ? reasons.join("; ") : errorSaid(problem);
    this.queue = q.refused(this.queue, places);
    this.store.setState({ refusal: { commands: all.filter((_, place) => places.has(place)), message } });
  }

  /** Let everybody see what is, and keep what the server doesn't have. */
  private changed(): void {
    const { steps, doc, version, madeFor } = this.queue;
    this.shelf.put({ madeFor: Math.min(madeFor, this.begun), steps, withdrawn: this.history.withdrawn });
    this.store.setState(({ conflict }) => ({
      doc,
      version,
      waiting: steps.length,
      status: conflict ? "conflict" : steps.length === 0 ? "saved" : this.speed.failing ? "offline" : "saving",
      next: h.next(this.history, this.queue),
    }));
  }
}
