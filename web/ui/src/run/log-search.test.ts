import { expect, test } from "vitest";
import { hitBeside, hitsIn, narrowed, pieces } from "./log-search";
import type { LogLine, LogStream } from "./story";

const line = (number: number, text: string, nodeId = "a", stream: LogStream = "stdout"): LogLine => ({ number, at: 0, nodeId, runIndex: 0, stream, line: text });
const LINES = [line(5, "One"), line(6, "two", "b"), line(7, "ONE more", "a", "stderr"), line(8, "none")];

test("a log is narrowed to a node and a stream", () => {
  expect(narrowed(LINES, { node: "", stream: "" })).toBe(LINES);
  expect(narrowed(LINES, { node: "a", stream: "stderr" }).map(({ number }) => number)).toEqual([7]);
});

test("hits are found whatever their case, and gone through round and round", () => {
  const hits = hitsIn(LINES, "one");
  expect(hits).toEqual([0, 2, 3]);
  expect(hitsIn(LINES, "")).toEqual([]);
  const walk = (step: 1 | -1) => [0, 1, 2, 3].reduce<(number | null)[]>((been) => [...been, hitBeside(LINES, hits, been.at(-1) ?? null, step)], []);
  expect(walk(1)).toEqual([5, 7, 8, 5]);
  expect(walk(-1)).toEqual([8, 7, 5, 8]);
  expect(hitBeside(LINES, [], 5, 1)).toBeNull();
});

test("what is looked for is marked wherever it stands in the line", () => {
  expect(pieces("one, One", "ONE")).toEqual(["", "one", ", ", "One", ""]);
  expect(pieces("nothing", "x")).toEqual(["nothing"]);
  expect(pieces("a", "")).toEqual(["a"]);
  expect(pieces("İ one", "one")).toEqual(["İ one"]);
});
