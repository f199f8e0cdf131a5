import { Problem } from "@/api/problem";
import { errorSaid, faultSaid } from "@/api/said";
import type { WorkflowEvent } from "./events";
import * as h from "./history";
import type { Answer } from "./open-state";
import * as q from "./queue";
import type { Step } from "./step";
import type { Work } from "./work";

/** Takes edits to the server, step by step, and takes in what it says to each. */
export class Sender {
  constructor(
    private readonly work: Work,
    /** A step is no longer on its way. */
    private readonly onDone: () => void,
  ) {}

  /** The next step, where nothing is on its way and people have nothing to choose. */
  async flush(): Promise<void> {
    const [step] = this.work.queue.steps;
    if (this.work.busy || !step || this.work.store.getState().conflict) return;
    this.work.busy = true;
    this.work.queue = q.firstTried({ ...this.work.queue, madeFor: Math.min(this.work.queue.madeFor, this.work.begun) });
    this.work.begun = Infinity;
    this.work.changed();
    try {
      await this.stored(step, await this.work.remote.send(this.work.queue.madeFor, step));
      this.work.speed.well();
      this.work.gone = false;
    } catch (error) {
      await this.failed(step, error);
    }
    this.work.busy = false;
    this.work.changed();
    this.onDone();
    if (this.work.queue.steps.length > 0) this.work.speed.next();
  }

  private async stored(step: Step, answer: Answer): Promise<void> {
    const rest = this.work.queue.steps.slice(1);
    const news = answer.events.filter(({ version }) => version > this.work.queue.version);
    if (step.kind === "edit") this.work.history = h.stored(this.work.history, step, this.work.queue.base, news.length === 0);
    else if (answer.offers) this.work.history = { ...this.work.history, ...answer.offers };
    const acknowledged = q.acknowledged(this.work.queue, answer);
    if (acknowledged) this.work.queue = acknowledged;
    else await this.work.reload(rest);
    const { problems, definitionVersion } = answer;
    this.work.store.setState({ problems, definitionVersion, conflict: q.collision(this.work.queue.steps, answer.events) });
  }

  private async failed(step: Step, error: unknown): Promise<void> {
    const refused = error instanceof Problem;
    this.work.gone = refused && (error.status === 404 || error.status === 403);
    if (this.work.gone) this.work.speed.failed();
    else if (refused && step.kind !== "edit" && error.status < 500 && error.status !== 429 && error.status !== 401) {
      await this.stood(step.kind, error).catch(() => this.work.speed.failed());
    } else if (refused && error.status === 409) {
      await this.collided(error).catch(() => this.work.speed.failed());
    } else if (refused && (error.status === 422 || error.status === 413)) {
      this.refuse(error);
    } else {
      this.work.speed.failed();
    }
  }

  private async collided({ body }: Problem): Promise<void> {
    const events = await this.caughtUp(body, this.work.queue.steps);
    this.work.store.setState({ conflict: q.collision(this.work.queue.steps, events) });
  }

  /** A step on the tape can't be taken back: neither can those before it. */
  private async stood(direction: "undo" | "redo", problem: Problem): Promise<void> {
    const edits = this.work.queue.steps.filter(({ kind }) => kind === "edit");
    const events = await this.caughtUp(problem.body, edits);
    if (problem.code === "version_conflict") this.work.store.setState({ standoff: { direction, theirs: events } });
    this.work.speed.later(() => void this.work.ask());
  }

  /** Take in what a refusal tells of, under these steps. */
  private async caughtUp(body: Problem["body"], steps: readonly Step[]): Promise<WorkflowEvent[]> {
    const events = (body["events"] ?? []) as WorkflowEvent[];
    if (events[0]?.version === this.work.queue.madeFor + 1) this.work.queue = q.caughtUp({ ...this.work.queue, steps }, events, body["current_version"] as number);
    else await this.work.reload(steps);
    this.work.history = h.unsure(this.work.history);
    return events;
  }

  private refuse(problem: Problem): void {
    const named = problem.errors.flatMap(({ loc: [list, place] }) => (list === "commands" && typeof place === "number" ? [place] : []));
    const all = this.work.queue.steps[0]?.commands ?? [];
    const places = new Set(named.length > 0 ? named : all.keys());
    const reasons = problem.errors.map(faultSaid);
    const message = reasons.length > 0 ? reasons.join("; ") : errorSaid(problem);
    this.work.queue = q.refused(this.work.queue, places);
    this.work.store.setState({ refusal: { commands: all.filter((_, place) => places.has(place)), message } });
  }
}
