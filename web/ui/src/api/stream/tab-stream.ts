import { Problem } from "@/api/problem";
import { Line } from "./line";
import { messages, pause } from "./messages";
import { type Listener, type Subject, Subscription } from "./subscription";

export interface Patience {
  /** Milliseconds before the first new attempt; doubles with each failure, up to `longest`. */
  first: number;
  longest: number;
  /** Milliseconds without a byte, comments included, after which a connection counts as lost. */
  quiet: number;
  /** Milliseconds for which nobody is told that a connection is replaced by another. */
  unseen: number;
}

const PATIENCE: Patience = { first: 500, longest: 10_000, quiet: 45_000, unseen: 1_000 };

/**
 * All that this tab follows, over one connection: a browser allows six to a server, for all tabs together.
 * Who listens is told everything once, in the order of the tape, through lost and replaced connections.
 */
export class TabStream {
  private readonly listening = new Set<Subscription>();
  private line: Line | null = null;
  private turn: AbortController | null = null;
  private resting = false;
  private adjusting = false;

  constructor(
    private readonly address = "/api/stream",
    private readonly patience = PATIENCE,
  ) {}

  /** Until the signal: an execution from its first event on, all else from now on. */
  listen(subject: Subject, listener: Listener, signal: AbortSignal): void {
    if (signal.aborted) return;
    const subscription = new Subscription(subject, listener);
    this.listening.add(subscription);
    signal.addEventListener("abort", () => this.leave(subscription), { once: true });
    this.adjust();
  }

  /** Do without a connection, and remember how far everybody was told. */
  rest(): void {
    this.resting = true;
    this.hangUp();
  }

  /** Go on from there. */
  wake(): void {
    this.resting = false;
    this.adjust();
  }

  private leave(subscription: Subscription): void {
    this.listening.delete(subscription);
    this.line?.leave(subscription);
    this.adjust();
  }

  /** Once for all that come and go together, such as with a page. What nobody wants any more is let go with the next change. */
  private adjust(): void {
    if (this.adjusting) return;
    this.adjusting = true;
    queueMicrotask(() => {
      this.adjusting = false;
      if (this.resting) return;
      const { line } = this;
      if (this.listening.size === 0) this.hangUp();
      else if (!line || [...this.listening].some((each) => !line.serves(each) && !line.join(each))) this.dial();
    });
  }

  private dial(): void {
    this.hangUp();
    this.turn = new AbortController();
    void this.stay(this.turn.signal);
  }

  private hangUp(): void {
    this.turn?.abort();
    this.line?.settle();
    this.turn = this.line = null;
  }

  /** Connected until the signal, or until nobody is left. */
  private async stay(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted && this.listening.size > 0) {
      const line = (this.line = new Line(this.listening));
      try {
        await this.read(line, signal, () => (failures = 0));
      } catch (error) {
        if (isAborted(signal)) return;
        if (isFinal(error)) {
          this.refuse(line, error);
          continue;
        }
      }
      if (isAborted(signal)) return;
      line.settle();
      line.say("reconnecting");
      await pause(Math.min(this.patience.longest, this.patience.first * 2 ** failures++), signal);
    }
    if (!signal.aborted) this.hangUp();
  }

  private async read(line: Line, signal: AbortSignal, onMessage: () => void): Promise<void> {
    const timer = setTimeout(() => isAborted(signal) || line.sayLost(), this.patience.unseen);
    try {
      for await (const message of messages(`${this.address}?${line.query}`, signal, this.patience.quiet)) {
        if (signal.aborted) return;
        clearTimeout(timer);
        onMessage();
        line.take(message);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** What isn't there keeps nobody from the rest. */
  private refuse(line: Line, problem: Problem): void {
    const refused = line.refused(problem);
    for (const each of [...this.listening]) {
      if (refused.length > 0 && !refused.includes(each.subject)) continue;
      this.listening.delete(each);
      each.say("failed", problem);
    }
  }
}

/** TypeScript takes `signal.aborted` for unchanged across an await; it isn't. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** A refusal stays one however often we ask; silence, overload and restarts pass. */
function isFinal(error: unknown): error is Problem {
  return error instanceof Problem && error.status < 500 && error.status !== 429;
}

export const tabStream = new TabStream();
