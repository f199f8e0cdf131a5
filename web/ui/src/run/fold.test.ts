import { expect, test } from "vitest";
import type { StreamEvent } from "./events";
import { fold } from "./fold";
import { BLANK, hasOutput, itemsOut, lastRun, LOG_LINES_KEPT, type Story } from "./story";

let position = 0;
const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`;
const ms = (second: number) => Date.parse(at(second));

function event(type: string, second: number, data: Record<string, unknown> = {}): StreamEvent {
  return { position: ++position, type, at: at(second), data };
}

function node(id: string, second: number, more: Record<string, unknown> = {}) {
  return { node_id: id, name: `Name of ${id}`, type: "code", run_index: 0, attempt: 1, at: at(second), items_in: 3, ...more };
}

const started = (id: string, second: number, more = {}) => event("execution.node_started", second, node(id, second, more));
const completed = (id: string, from: number, to: number, outputs: object = { main: { items: 2 } }, more = {}) =>
  event("execution.node_completed", to, node(id, to, { started_at: at(from), duration_ms: (to - from) * 1000, outputs, ...more }));
const failed = (id: string, from: number, to: number, more = {}) =>
  event("execution.node_failed", to, node(id, to, { started_at: at(from), duration_ms: 1, code: "code_error", message: "no", ...more }));

const given = (...events: StreamEvent[]): Story => fold(BLANK, events);

test("an execution that completes tells when it was asked for, taken and ended", () => {
  const story = given(
    event("execution.requested", 1, { trigger: "manual" }),
    event("execution.claimed", 2),
    started("a", 3),
    completed("a", 3, 5),
    event("execution.completed", 6),
  );
  expect(story).toMatchObject({ status: "completed", trigger: "manual", requestedAt: ms(1), startedAt: ms(2), endedAt: ms(6) });
  expect(lastRun(story.tracks.get("a"))).toMatchObject({ state: "completed", itemsIn: 3, durationMs: 2000 });
  expect(story.at).toBe(ms(6));
});

test("a node that was only ever seen completed is told with its own start", () => {
  const run = lastRun(given(completed("a", 3, 5, { true: { items: 1 }, false: { items: 4 } })).tracks.get("a"));
  expect(run).toMatchObject({ startedAt: ms(3), endedAt: ms(5) });
  expect(run && itemsOut(run)).toBe(5);
});

test("many runs in one event are told one by one", () => {
  const runs = [0, 1, 2].map((run_index) => completed("a", run_index, run_index + 1, { main: { items: 1 } }, { run_index }).data);
  const track = given(started("a", 1), event("execution.node_runs_completed", 5, { runs })).tracks.get("a");
  expect(track?.runs.map((run) => [run.state, run.endedAt])).toEqual([1, 2, 3].map((second) => ["completed", ms(second)]));
});

test("an event that comes twice is told once", () => {
  const line = event("log.lines_captured", 1, { lines: [[at(1), "a", 0, "stdout", "hello"]] });
  const once = given(line);
  expect(fold(once, [line])).toEqual(once);
  expect(once.logs).toHaveLength(1);
});

test("one by one and all at once tell the same story", () => {
  const events = [event("execution.claimed", 1), started("a", 2), started("b", 2), failed("a", 2, 3), event("execution.failed", 4)];
  expect(events.reduce((story, next) => fold(story, [next]), BLANK)).toEqual(given(...events));
});

test("the story before is left as it was", () => {
  const before = given(event("execution.claimed", 1), started("a", 2));
  const copy = structuredClone(before);
  fold(before, [completed("a", 2, 3), event("execution.completed", 4)]);
  expect(before).toEqual(copy);
});

test("what did not change keeps its identity, so that it is not drawn again", () => {
  const before = given(started("a", 1), started("b", 1));
  const after = fold(before, [completed("b", 1, 2)]);
  expect(after.tracks.get("a")).toBe(before.tracks.get("a"));
  expect(after.tracks.get("b")).not.toBe(before.tracks.get("b"));
  expect(after.logs).toBe(before.logs);
});

test("a failure names the node, and what still ran beside it is stopped", () => {
  const story = given(
    started("a", 1),
    started("b", 1),
    failed("a", 1, 2),
    event("execution.failed", 3, { code: "code_error", message: "no", node_id: "a", leaves: [] }),
  );
  expect(story).toMatchObject({ status: "failed", error: { code: "code_error", message: "no", nodeId: "a" } });
  expect(lastRun(story.tracks.get("a"))).toMatchObject({ state: "failed", error: { message: "no" } });
  expect(lastRun(story.tracks.get("b"))).toMatchObject({ state: "stopped", endedAt: ms(3) });
});

test("a run that is taken over is told as a stopped attempt and a new one", () => {
  const runs = given(started("a", 1), started("a", 5, { attempt: 2 }), completed("a", 5, 6, {}, { attempt: 2 })).tracks.get("a")?.runs;
  expect(runs).toMatchObject([
    { attempt: 1, state: "stopped", endedAt: ms(5) },
    { attempt: 2, state: "completed" },
  ]);
});

test("runs of a loop are told one after the other", () => {
  const story = given(completed("a", 1, 2), completed("a", 2, 3, {}, { run_index: 1 }), started("a", 3, { run_index: 2 }));
  expect(story.tracks.get("a")?.runs.map((run) => [run.runIndex, run.state])).toEqual([
    [0, "completed"],
    [1, "completed"],
    [2, "running"],
  ]);
});

test("waiting says why, and resuming goes on", () => {
  const waiting = given(started("a", 1), event("execution.waiting", 2, { node_id: "a", code: "on_crash", message: "Look first" }));
  expect(waiting).toMatchObject({ status: "waiting", waiting: { message: "Look first" } });
  expect(lastRun(waiting.tracks.get("a"))?.state).toBe("waiting");
  expect(fold(waiting, [event("execution.resumed", 3)])).toMatchObject({ status: "running", waiting: null });
});

test("cancelling is seen before it is done", () => {
  const asked = given(event("execution.claimed", 1), event("execution.cancel_requested", 2));
  expect(asked).toMatchObject({ status: "running", cancelRequested: true });
  expect(fold(asked, [event("execution.cancelled", 3)]).status).toBe("cancelled");
});

test("only the newest lines are kept, and their numbers go on", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => [at(1), "a", 0, "stdout", String(i)]);
  const story = fold(given(event("log.lines_captured", 1, { lines: lines(LOG_LINES_KEPT) })), [
    event("log.lines_captured", 1, { lines: lines(5) }),
  ]);
  expect([story.logs.length, story.logsDropped, story.logs[0]?.number]).toEqual([LOG_LINES_KEPT, 5, 5]);
  expect(story.logs.at(-1)?.number).toBe(LOG_LINES_KEPT + 4);
});

test("names that mean something to JavaScript are names like any other", () => {
  const outputs = JSON.parse('{"__proto__": {"items": 7}, "constructor": {"items": 1}}') as object;
  const run = lastRun(given(completed("__proto__", 1, 2, outputs)).tracks.get("__proto__"));
  expect([...(run?.itemsOut ?? [])]).toEqual([["__proto__", 7], ["constructor", 1]]);
  expect(given().tracks.get("constructor")).toBeUndefined();
});

test("an event of a later version changes nothing but the time", () => {
  const before = given(started("a", 1));
  const after = fold(before, [event("execution.node_skipped", 2, { node_id: "b" })]);
  expect(after.tracks).toBe(before.tracks);
  expect(after.at).toBe(ms(2));
});

test("many runs in one event are told like one event each", () => {
  const runs = [0, 1, 2].map((run_index) => node("a", run_index + 2, { run_index, started_at: at(run_index + 1), duration_ms: 1000, outputs: { main: { items: 2 } } }));
  const packed = given(event("execution.node_runs_completed", 5, { runs }));
  const single = given(...[0, 1, 2].map((run_index) => completed("a", run_index + 1, run_index + 2, undefined, { run_index })));
  expect(packed.tracks).toEqual(single.tracks);
  expect(packed.tracks.get("a")?.left.get("main")).toBe(6);
});

test("a run that failed has an output where the workflow goes on from that", () => {
  const [stops, goesOn] = [{}, { outputs: { main: { items: 2, size: 9 } }, handled: true }].map((more) =>
    lastRun(given(event("execution.claimed", 1), failed("a", 1, 2, more)).tracks.get("a")),
  );
  expect([hasOutput(stops), hasOutput(goesOn), hasOutput(undefined)]).toEqual([false, true, false]);
});

test("an attempt that failed says when the next one is due, and is a failure once that begins", () => {
  const first = started("a", 2);
  const again = event("execution.node_retry_scheduled", 3, node("a", 3, { started_at: at(2), duration_ms: 1000, code: "x", message: "no", retry_at: at(9) }));
  const retrying = given(first, again);
  expect(lastRun(retrying.tracks.get("a"))).toMatchObject({ state: "retrying", retryAt: ms(9), endedAt: ms(3), error: { message: "no" } });
  const runs = fold(retrying, [started("a", 9, { attempt: 2 })]).tracks.get("a")?.runs;
  expect(runs).toMatchObject([{ attempt: 1, state: "failed", retryAt: ms(9) }, { attempt: 2, state: "running" }]);
});

test("what waits says for what, and keeps that it did", () => {
  const first = started("a", 2);
  const waits = event("execution.node_waiting", 3, node("a", 3, { started_at: at(2), kind: "approval", message: "Ship it?", until: null }));
  const waiting = given(first, waits);
  const pause = { from: ms(3), to: null, kind: "approval", message: "Ship it?", until: null };
  expect(lastRun(waiting.tracks.get("a"))).toMatchObject({ state: "waiting", startedAt: ms(2), pauses: [pause] });
  const resumed = fold(waiting, [event("execution.resumed", 7, { node_id: "a", run_index: 0, action: "approve" }), completed("a", 2, 8)]);
  expect(lastRun(resumed.tracks.get("a"))).toMatchObject({ state: "completed", pauses: [{ ...pause, to: ms(7) }] });
});

test("runs that end in another order stand in the order of their index", () => {
  const story = given(started("a", 1), started("a", 1, { run_index: 1 }), completed("a", 1, 2, {}, { run_index: 1 }), completed("a", 1, 3));
  expect(story.tracks.get("a")?.runs.map(({ runIndex, endedAt }) => [runIndex, endedAt])).toEqual([[0, ms(3)], [1, ms(2)]]);
});
