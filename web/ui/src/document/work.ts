import { createStore, type StoreApi } from "zustand/vanilla";
import type { Workflow } from "@/api/workflows";
import { docOf } from "./definition";
import * as h from "./history";
import type { Shelf } from "./kept";
import type { OpenState, Remote } from "./open-state";
import * as q from "./queue";
import type { Speed } from "./speed";
import type { Step } from "./step";

/** What only the server can tell of a workflow. */
export function saidOf({ problems, definition_version }: Workflow): Pick<OpenState, "problems" | "definitionVersion"> {
  return { problems, definitionVersion: definition_version };
}

/** What is known of an open workflow. Whoever changes it says so with `changed`: then everybody sees it, and it is kept. */
export class Work {
  readonly store: StoreApi<OpenState>;
  queue: q.Queue;
  history: h.History = h.NO_HISTORY;
  /** Whether a step is on its way. */
  busy = false;
  /** Whether the server said last that there is no such workflow. */
  gone = false;
  /** The version that a draft among the pending edits was begun at. */
  begun = Infinity;

  constructor(
    workflow: Workflow,
    readonly remote: Remote,
    readonly shelf: Shelf,
    readonly speed: Speed,
  ) {
    this.queue = q.queueOf(docOf(workflow), workflow.version);
    this.store = createStore<OpenState>(() => ({
      doc: this.queue.doc,
      version: workflow.version,
      ...saidOf(workflow),
      status: "saved",
      waiting: 0,
      conflict: null,
      refusal: null,
      next: { undo: null, redo: null },
      standoff: null,
    }));
  }

  /** Let everybody see what is, and keep what the server doesn't have. */
  changed(): void {
    const { steps, doc, version, madeFor } = this.queue;
    this.shelf.put({ madeFor: Math.min(madeFor, this.begun), steps, withdrawn: this.history.withdrawn });
    this.store.setState(({ conflict }) => ({
      doc,
      version,
      waiting: steps.length,
      status: conflict ? "conflict" : steps.length === 0 ? "saved" : this.gone ? "gone" : this.speed.failing ? "offline" : "saving",
      next: h.next(this.history, this.queue),
    }));
  }

  /** The server did something else than we thought: take its word for the whole. */
  async reload(steps: readonly Step[]): Promise<void> {
    const workflow = await this.remote.load();
    this.queue = q.rebased({ ...this.queue, steps }, docOf(workflow), workflow.version);
    this.store.setState(saidOf(workflow));
  }

  /** What the tape offers to take back. */
  async ask(): Promise<void> {
    const { version } = this.queue;
    const offers = await this.remote.offers().catch(() => null);
    if (!offers || this.queue.steps.length > 0 || this.queue.version !== version) return;
    this.history = { ...this.history, ...offers };
    this.changed();
  }
}
