import { expect, test } from "vitest";
import { type StreamEvent, weightOf } from "./events";
import { fold } from "./fold";
import { Reel, SPACING } from "./reel";
import { BLANK } from "./story";

const START = Date.parse("2026-01-01T00:00:00Z");
const iso = (ms: number) => new Date(START + ms).toISOString();

/** A loop's tape: events of all kinds, runs one by one and packed, and log lines. */
function tape(length: number): StreamEvent[] {
  const runs = new Map<string, number>();
  return Array.from({ length }, (_, index) => {
    const position = 3 * index + 7;
    const at = iso(index * 10);
    const id = ["a", "b", "c"][index % 3] ?? "a";
    const ran = (more: number) => {
      const run_index = (runs.get(id) ?? 0) + more;
      return { node_id: id, name: id, type: "code", run_index, attempt: 1, at, started_at: at, duration_ms: 1, items_in: 1, outputs: { main: { items: 2, size: 9 } } };
    };
    if (index === 0) return { position, type: "execution.requested", at, data: { trigger: "manual" } };
    if (index % 10 === 4) return { position, type: "log.lines_captured", at, data: { lines: [[at, id, 0, "stdout", `line ${index}`]] } };
    if (index % 10 === 5) return { position, type: "execution.node_started", at, data: ran(0) };
    const packed = index % 10 === 6 ? 40 : 1;
    const fields = Array.from({ length: packed }, (_, more) => ran(more));
    runs.set(id, (runs.get(id) ?? 0) + packed);
    return packed > 1
      ? { position, type: "execution.node_runs_completed", at, data: { runs: fields } }
      : { position, type: "execution.node_completed", at, data: { ...fields[0] } };
  });
}

test("the story at any place is what folding the events up to it tells", () => {
  const events = tape(250);
  const reel = new Reel();
  reel.push(events);
  for (const count of [250, 0, 1, 249, 120, 121, 119, 12, 250, 200, 199, 198, 90, 91, 92]) expect(reel.at(count)).toEqual(fold(BLANK, events.slice(0, count)));
});

test("it is the same in whatever pieces the tape came, and events that come again are left out", () => {
  const events = tape(300);
  const reel = new Reel();
  for (let from = 0; from < events.length; from += 7) reel.push(events.slice(Math.max(0, from - 3), from + 7));
  expect(reel.events).toEqual(events);
  expect(reel.head).toEqual(fold(BLANK, events));
  expect(reel.at(123)).toEqual(fold(BLANK, events.slice(0, 123)));
});

test("wherever one jumps on a long tape, little is told again", () => {
  let told = 0;
  let heaviest = 0;
  const reel = new Reel((story, events) => {
    told = events.reduce((sum, event) => sum + weightOf(event), 0);
    heaviest = Math.max(heaviest, told);
    return fold(story, events);
  });
  const events = tape(10_000);
  reel.push(events);
  heaviest = 0;
  for (let jump = 1; jump <= 200; jump++) reel.at((jump * 7919) % 10_000);
  expect(heaviest).toBeLessThan(SPACING + 41);
  reel.at(5000);
  reel.at(5001);
  expect(told).toBeLessThanOrEqual(41);
});

test("what one looks at stays as it was while the tape goes on", () => {
  const events = tape(1000);
  const reel = new Reel();
  reel.push(events.slice(0, 900));
  const before = reel.at(450);
  const copy = structuredClone(before);
  reel.push(events.slice(900));
  expect(before).toEqual(copy);
  expect(reel.at(450)).toEqual(copy);
});
