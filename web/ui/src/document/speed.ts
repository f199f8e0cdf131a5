export interface Pace {
  /** Milliseconds in which edits gather before they are sent. */
  gather: number;
  /** Before the first new attempt; doubles up to `longest`. */
  first: number;
  longest: number;
}

/** How long after something new was asked for the tape is asked what it offers now. */
const LATER = 500;

/** When to try next: soon after an edit, at once after an answer, later and later while there is none. */
export class Speed {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private closed = false;

  constructor(
    private readonly pace: Pace,
    private readonly act: () => void,
  ) {}

  get failing(): boolean {
    return this.failures > 0;
  }

  open(): void {
    this.closed = false;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.asking);
  }

  well(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
  }

  again(): void {
    this.failures = 0;
    this.soon(0);
  }

  soon(milliseconds = this.pace.gather): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.act, milliseconds);
  }

  /** The next step, or the same once more. */
  next(): void {
    this.soon(this.failures === 0 ? 0 : Math.min(this.pace.longest, this.pace.first * 2 ** (this.failures - 1)));
  }

  /** Once nothing has happened for a while. */
  later(act: () => void): void {
    if (this.closed) return;
    clearTimeout(this.asking);
    this.asking = setTimeout(act, LATER);
  }
}
