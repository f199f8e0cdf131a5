import { type StreamEvent, weightOf } from "./events";
import { fold } from "./fold";
import { BLANK, type Story } from "./story";

interface Checkpoint {
  /** Of events told. */
  count: number;
  story: Story;
}

/** What is told between two checkpoints, so that no place on the tape is far from one. */
export const SPACING = 200;

/** All events of an execution, and the story after any number of them. */
export class Reel {
  readonly events: StreamEvent[] = [];
  private readonly checkpoints: Checkpoint[] = [{ count: 0, story: BLANK }];
  private newest: Checkpoint = { count: 0, story: BLANK };
  /** Where somebody looked last: the next look is mostly beside it. */
  private near: Checkpoint = this.newest;
  private weight = 0;

  constructor(private readonly tell: typeof fold = fold) {}

  get head(): Story {
    return this.newest.story;
  }

  /** Append what comes next; events that it has already are left out. */
  push(events: readonly StreamEvent[]): void {
    const last = this.events.at(-1)?.position ?? 0;
    let told = this.events.length;
    for (const event of events) {
      if (event.position <= (this.events.at(-1)?.position ?? last)) continue;
      this.events.push(event);
      this.weight += weightOf(event);
      if (this.weight < SPACING) continue;
      told = this.advance(told);
      this.checkpoints.push(this.newest);
      this.weight = 0;
    }
    this.advance(told);
  }

  private advance(from: number): number {
    const count = this.events.length;
    if (count > from) this.newest = { count, story: this.tell(this.newest.story, this.events.slice(from)) };
    return count;
  }

  /** The story after the first `count` events, told from the closest place before it that is known. */
  at(count: number): Story {
    if (count >= this.newest.count) return this.newest.story;
    const checkpoint = this.before(count);
    const start = this.near.count <= count && this.near.count > checkpoint.count ? this.near : checkpoint;
    const story = start.count === count ? start.story : this.tell(start.story, this.events.slice(start.count, count));
    this.near = { count, story };
    return story;
  }

  private before(count: number): Checkpoint {
    let [low, high] = [0, this.checkpoints.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.checkpoints[middle] as Checkpoint).count <= count) low = middle;
      else high = middle - 1;
    }
    return this.checkpoints[low] as Checkpoint;
  }
}
