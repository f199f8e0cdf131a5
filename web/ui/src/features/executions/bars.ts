import type { Run } from "@/run/story";

/** A stretch of time, in milliseconds since 1970. */
export interface Stretch {
  from: number;
  to: number;
}

/** Pause: waiting for the next attempt. */
export type Tone = Run["state"] | "pause";

export const BAR_WIDE = 1000;
export const BAR_HIGH = 20;
const LEAST = 2.5;

/** A node's runs as SVG paths over a strip of 1000 by 20; `now` is where those that go on end. */
export function bars(runs: readonly Run[], shown: Stretch, now: number): Partial<Record<Tone, string>> {
  const pen = new Pen(shown);
  for (const [index, run] of runs.entries()) {
    const end = run.endedAt ?? now;
    pen.bar(toneOf(run), run.startedAt, end);
    for (const pause of run.pauses) pen.bar("waiting", pause.from, Math.min(pause.to ?? now, end));
    if (run.retryAt !== null && run.endedAt !== null) pen.thread(run.endedAt, nextStart(runs, index) ?? (run.state === "retrying" ? now : run.retryAt));
  }
  return pen.paths;
}

/** An attempt that will be followed by another has failed. A run that waits is drawn as one that was at work before. */
function toneOf({ state }: Run): Tone {
  if (state === "retrying") return "failed";
  return state === "waiting" ? "running" : state;
}

function nextStart(runs: readonly Run[], index: number): number | null {
  const [run, next] = [runs[index], runs[index + 1]];
  return run && next?.runIndex === run.runIndex ? next.startedAt : null;
}

class Pen {
  readonly paths: Partial<Record<Tone, string>> = {};
  private readonly drawnTo: Partial<Record<Tone, number>> = {};

  constructor(private readonly shown: Stretch) {}

  bar(tone: Tone, from: number, to: number): void {
    this.rect(tone, from, to, LEAST, 4);
  }

  thread(from: number, to: number): void {
    this.rect("pause", from, to, 0, 9);
  }

  /** What would hide behind the bar before is left out, so that thousands of runs are no more than the strip can show. */
  private rect(tone: Tone, from: number, to: number, least: number, top: number): void {
    const [left, right] = [this.x(from), this.x(to)];
    if (right < 0 || left > BAR_WIDE) return;
    const start = round(Math.max(-LEAST, left));
    const end = round(Math.max(start + least, Math.min(BAR_WIDE + LEAST, right)));
    const before = this.drawnTo[tone];
    if (end <= start || (before !== undefined && end <= before && start >= before - least)) return;
    this.drawnTo[tone] = end;
    this.paths[tone] = `${this.paths[tone] ?? ""}M${start} ${top}H${end}V${BAR_HIGH - top}H${start}Z`;
  }

  private x(time: number): number {
    return ((time - this.shown.from) / (this.shown.to - this.shown.from)) * BAR_WIDE;
  }
}

function round(x: number): number {
  return Math.round(x * 2) / 2;
}

/** The run that goes on at that time, or the last one that began before; its place among them. */
export function runAt(runs: readonly Run[], time: number): number | null {
  const before = runs.findLastIndex((run) => run.startedAt <= time);
  return before < 0 ? (runs.length > 0 ? 0 : null) : before;
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000];

/** Round places for the axis, as milliseconds since the beginning. */
export function ticks({ from, to }: Stretch, begin: number, most = 6): number[] {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? Math.ceil((to - from) / most / 86_400_000) * 86_400_000;
  const first = Math.ceil((from - begin) / step) * step;
  const found: number[] = [];
  for (let tick = first; tick <= to - begin; tick += step) found.push(tick);
  return found;
}

/** Closer to, or further from, a time; never beyond all that there is. */
export function zoomed({ from, to }: Stretch, all: Stretch, factor: number, around: number): Stretch | null {
  const length = Math.max(1, (to - from) * factor);
  if (length >= all.to - all.from) return null;
  const share = (around - from) / (to - from);
  return within({ from: around - share * length, to: around + (1 - share) * length }, all);
}

export function within({ from, to }: Stretch, all: Stretch): Stretch {
  const shift = Math.max(all.from - from, 0) || Math.min(all.to - to, 0);
  return { from: from + shift, to: to + shift };
}
