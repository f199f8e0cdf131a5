import type { StreamEvent } from "@/run/events";
import type { Story } from "@/run/story";

export type Mark = "good" | "bad" | "run" | "wait" | "log" | "rest";
/** By time, or with as much room for each event. */
export type Scale = "time" | "events";

export const WIDE = 1000;
export const HIGH = 28;

/** The time that a tape shows, in milliseconds since 1970; never empty. */
export function span(head: Story, now: number): { from: number; to: number } {
  const from = head.requestedAt ?? now;
  const newest = head.at ?? from;
  return { from, to: Math.max(head.endedAt ?? Math.max(now, newest), newest, from + 1) };
}

/** Where each event is on the tape, 0 to 1, never going back. */
export function placesOf(times: readonly number[], scale: Scale, from: number, to: number): Float64Array {
  const places = new Float64Array(times.length);
  let furthest = 0;
  for (const [index, at] of times.entries()) {
    const place = scale === "events" ? (index + 1) / times.length : Math.max(0, Math.min(1, (at - from) / (to - from)));
    furthest = Math.max(furthest, place);
    places[index] = furthest;
  }
  return places;
}

/** How many events lie at or before this place on the tape; the closest one counts. */
export function countAt(places: Float64Array, x: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  const [before, next] = [places[low - 1], places[low]];
  return next !== undefined && (before === undefined || next - x < x - before) ? low + 1 : low;
}

/** SVG paths over a strip of 1000 by 28, by what the events mean; a crowd is drawn no finer than the strip can show. */
export function marks(events: readonly StreamEvent[], places: Float64Array): Record<Mark, string> {
  const paths: Record<Mark, string> = { good: "", bad: "", run: "", wait: "", log: "", rest: "" };
  const drawn: Partial<Record<Mark, number>> = {};
  for (const [index, { type }] of events.entries()) {
    const mark = markOf(type);
    const x = Math.round(((places[index] ?? 0) * (WIDE - 4) + 2) * 2) / 2;
    if (drawn[mark] === x) continue;
    drawn[mark] = x;
    paths[mark] += `M${x} ${TOPS[mark]}V${HIGH - TOPS[mark]}`;
  }
  return paths;
}

const TOPS: Record<Mark, number> = { good: 5, bad: 3, run: 7, wait: 5, log: 12, rest: 9 };

function markOf(type: string): Mark {
  if (type === "log.lines_captured") return "log";
  if (type.endsWith("failed") || type.endsWith("timed_out") || type.endsWith("retry_scheduled")) return "bad";
  if (type.endsWith("completed")) return "good";
  if (type.endsWith("waiting") || type.endsWith("parked")) return "wait";
  return type.endsWith("started") ? "run" : "rest";
}
