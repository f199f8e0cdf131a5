import type { Workflow } from "@/api/workflows";
import { docOf } from "./definition";
import type { WorkflowEvent } from "./events";
import * as h from "./history";
import * as q from "./queue";
import { saidOf, type Work } from "./work";

/** Takes in what others did, under the edits that the server doesn't have yet. */
export class Hearing {
  /** Of the stream, not taken in yet. */
  private heard: WorkflowEvent[] = [];

  constructor(private readonly work: Work) {}

  /** What others did, from the workflow's event stream; edits of ours that it carries as well change nothing twice. */
  take(events: readonly WorkflowEvent[]): void {
    this.heard.push(...events);
    this.listen();
  }

  /** Take in what was heard, once nothing is on its way: until then nobody knows which of it is our own. */
  listen(): void {
    if (this.work.busy || this.work.store.getState().conflict) return;
    const news = this.heard.filter(({ version }) => version > this.work.queue.version);
    this.heard = [];
    const newest = news.at(-1)?.version;
    if (newest === undefined) return;
    if (news[0]?.version !== this.work.queue.version + 1) {
      this.load();
      return;
    }
    const madeFor = this.work.queue.steps.length > 0 ? this.work.queue.madeFor : newest;
    this.work.queue = { ...q.caughtUp(this.work.queue, news, newest), madeFor };
    this.othersDid(() => this.load());
  }

  /** A newer state of the server; edits of ours stay on top of it. */
  refresh(workflow: Workflow): void {
    if (this.work.busy || workflow.version < this.work.queue.version) return;
    const untouched = this.work.queue.steps.length === 0;
    if (workflow.version === this.work.queue.version) {
      if (untouched) this.work.store.setState(saidOf(workflow));
      return;
    }
    const madeFor = untouched ? workflow.version : this.work.queue.madeFor;
    this.work.queue = { ...q.rebased(this.work.queue, docOf(workflow), workflow.version), madeFor };
    this.work.store.setState(saidOf(workflow));
    this.othersDid();
  }

  private load(): void {
    void this.work.remote.load().then((workflow) => this.refresh(workflow), () => undefined);
  }

  /** `then`: once they pause, since events don't tell what they mean for the problems. */
  private othersDid(then?: () => void): void {
    this.work.history = h.unsure(this.work.history);
    this.work.changed();
    this.work.speed.later(() => {
      void this.work.ask();
      then?.();
    });
  }
}
