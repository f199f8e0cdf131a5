import type { LogLine, Story, Tick } from "@/run/story";

export type Mark = "good" | "bad" | "run" | "rest";

export interface Marks {
  /** SVG paths over a strip of 1000 by 28, by what the events mean. */
  paths: Record<Mark, string>;
  /** How much of the tape is wound on the second reel, 0 to 1. */
  wound: number;
}

/** The time that the strip shows, in milliseconds since 1970; never empty. */
export function span(story: Story, now: number): { from: number; to: number } {
  const from = story.requestedAt ?? now;
  const newest = story.ticks.at(-1)?.at ?? from;
  return { from, to: Math.max(story.endedAt ?? Math.max(now, newest), from + 1) };
}

const BUCKETS = 250;

/** The log as sound: one bar for each of 250 stretches of time, the higher the more was written in it. */
export function sound(lines: readonly LogLine[], from: number, to: number): string {
  const written = new Array<number>(BUCKETS).fill(0);
  for (const { at } of lines) {
    const bucket = Math.max(0, Math.min(BUCKETS - 1, Math.floor(((at - from) / (to - from)) * BUCKETS)));
    written[bucket] = (written[bucket] ?? 0) + 1;
  }
  const loudest = Math.log1p(Math.max(...written));
  return written
    .map((count, bucket) => {
      const half = count === 0 ? 0 : 1.5 + 7 * (Math.log1p(count) / loudest);
      return half === 0 ? "" : `M${bucket * 4 + 2} ${(14 - half).toFixed(1)}V${(14 + half).toFixed(1)}`;
    })
    .join("");
}

export function marks(ticks: readonly Tick[], from: number, to: number): Marks {
  const paths: Record<Mark, string> = { good: "", bad: "", run: "", rest: "" };
  const drawn = new Set<string>();
  for (const { type, at } of ticks) {
    const mark = markOf(type);
    const x = Math.round((Math.max(0, Math.min(1, (at - from) / (to - from))) * 996 + 2) * 2) / 2;
    const key = `${mark} ${x}`;
    if (drawn.has(key)) continue;
    drawn.add(key);
    paths[mark] += mark === "rest" ? `M${x} 9V19` : `M${x} 5V23`;
  }
  const newest = ticks.at(-1)?.at ?? from;
  return { paths, wound: Math.max(0, Math.min(1, (newest - from) / (to - from))) };
}

function markOf(type: string): Mark {
  if (type.endsWith("failed") || type.endsWith("timed_out")) return "bad";
  if (type.endsWith("completed")) return "good";
  return type.endsWith("started") ? "run" : "rest";
}
