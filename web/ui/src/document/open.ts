import type { StoreApi } from "zustand/vanilla";
import { Unreachable } from "@/api/problem";
import type { Workflow } from "@/api/workflows";
import type { Command } from "./commands";
import type { Doc } from "./definition";
import type { WorkflowEvent } from "./events";
import { Hearing } from "./hearing";
import * as h from "./history";
import type { Shelf } from "./kept";
import type { OpenState, Remote } from "./open-state";
import * as q from "./queue";
import { Sender } from "./sender";
import { type Pace, Speed } from "./speed";
import { stepOf, withEdits } from "./step";
import { Work } from "./work";

const PACE: Pace = { gather: 200, first: 500, longest: 8000 };
/** Edits of the same thing that follow each other so closely are one step. */
const ONE_STEP_MS = 1500;

/** A workflow while somebody edits it: shows edits at once, sends them step by step, keeps them until they are stored, takes them back. */
export class OpenWorkflow {
  readonly store: StoreApi<OpenState>;
  private readonly work: Work;
  private readonly sender: Sender;
  private readonly hearing: Hearing;
  /** Counts openings and closings; a pause in between may outlive one. */
  private opening = 0;
  private last: { merge: string; stepId: string; at: number } | null = null;

  constructor(workflow: Workflow, remote: Remote, shelf: Shelf, pace: Pace = PACE) {
    this.work = new Work(workflow, remote, shelf, new Speed(pace, () => void this.sender.flush()));
    this.hearing = new Hearing(this.work);
    this.sender = new Sender(this.work, () => this.hearing.listen());
    this.store = this.work.store;
  }

  /** Take up what was left when the workflow was last open here; until it is known nothing is sent, since it comes first. */
  async resume(): Promise<void> {
    this.work.speed.close();
    const opening = ++this.opening;
    const kept = await this.work.shelf.take().catch(() => null);
    if (opening !== this.opening) return;
    this.work.speed.open();
    if (kept) {
      const steps = [...kept.steps, ...this.work.queue.steps];
      const queue = q.rebased({ ...this.work.queue, steps }, this.work.queue.base, this.work.queue.version);
      this.work.queue = { ...queue, madeFor: queue.steps.length > 0 ? kept.madeFor : queue.version };
      this.work.history = { ...this.work.history, withdrawn: kept.withdrawn };
    }
    this.work.changed();
    this.work.speed.soon(0);
    await this.work.ask();
  }

  close(): void {
    this.work.speed.close();
    if (!this.work.busy) void this.sender.flush();
    this.opening++;
  }

  get doc(): Doc {
    return this.work.queue.doc;
  }

  /** Do something that can be undone. Edits with the same `merge` that follow each other closely are one step, such as the letters of a word. */
  edit(name: string, commands: readonly Command[], merge: string | null = null): void {
    const effective = q.effective(this.work.queue.doc, commands);
    if (effective.length === 0) return;
    const step = stepOf({ kind: "edit", name, commands: effective });
    const joins = merge !== null && this.last?.merge === merge && Date.now() - this.last.at < ONE_STEP_MS;
    const stepId = joins ? (this.last?.stepId ?? step.stepId) : step.stepId;
    this.last = merge === null ? null : { merge, stepId, at: Date.now() };
    this.work.history = h.done(this.work.history);
    this.hold(q.holding(this.work.queue, withEdits(this.work.queue.steps, { ...step, stepId })));
  }

  /** Whatever is edited from here on is another step, however soon it comes: somebody has looked at what there was. */
  endStep(): void {
    this.last = null;
  }

  /** The edits in `act` were begun at an earlier version: where others changed the same since, people choose. */
  begunAt(version: number, act: () => void): void {
    const { steps } = this.work.queue;
    act();
    if (this.work.queue.steps !== steps) this.work.begun = Math.min(this.work.begun, version);
  }

  undo(): void {
    this.turn("undo", h.undo(this.work.history, this.work.queue));
  }

  redo(): void {
    this.turn("redo", h.redo(this.work.history, this.work.queue));
  }

  /** Leave alone what could not be taken back, and take back the step before it. */
  passOver(): void {
    const { standoff } = this.store.getState();
    this.dismissStandoff();
    if (!standoff?.theirs) return;
    const turn = { kind: standoff.direction, name: null, commands: [] };
    this.hold(q.holding(this.work.queue, [...this.work.queue.steps, stepOf({ ...turn, skip: true }), stepOf(turn)]));
  }

  dismissStandoff(): void {
    this.store.setState({ standoff: null });
  }

  /** What others did, from the workflow's event stream; edits of ours that it carries as well change nothing twice. */
  take(events: readonly WorkflowEvent[]): void {
    this.hearing.take(events);
  }

  /** A newer state of the server; edits of ours stay on top of it. */
  refresh(workflow: Workflow): void {
    this.hearing.refresh(workflow);
  }

  keepMine(): void {
    this.store.setState({ conflict: null });
    this.work.changed();
    this.hearing.listen();
    this.work.speed.soon(0);
  }

  keepTheirs(): void {
    const { conflict } = this.store.getState();
    if (conflict) this.work.queue = q.withdrawn(this.work.queue, conflict.mine);
    this.keepMine();
  }

  dismissRefusal(): void {
    this.store.setState({ refusal: null });
  }

  /** Try at once, such as when the machine is online again. */
  retry(): void {
    this.work.speed.again();
  }

  /** Resolves when all edits so far are stored; rejects where something keeps them from it. */
  settled(): Promise<void> {
    if (!this.work.busy) this.work.speed.soon(0);
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

  private turn(direction: "undo" | "redo", moved: h.Moved | null): void {
    if (!moved) return;
    const added = moved.queue.steps.length > this.work.queue.steps.length ? moved.queue.steps.at(-1) : undefined;
    this.last = null;
    if (added && added.commands.length === 0 && ["offline", "gone"].includes(this.store.getState().status)) {
      this.store.setState({ standoff: { direction, theirs: null } });
      return;
    }
    this.work.history = moved.history;
    this.hold(moved.queue);
  }

  private hold(queue: q.Queue): void {
    const fresh = this.work.queue.steps.length === 0;
    this.work.queue = fresh ? { ...queue, madeFor: queue.version } : queue;
    this.work.changed();
    if (!this.work.busy) this.work.speed.soon(queue.steps.at(-1)?.kind === "edit" ? undefined : 0);
  }
}
