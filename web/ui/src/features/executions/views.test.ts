import { expect, test } from "vitest";
import { jsonLines } from "./json-lines";
import { BLANK } from "@/run/story";
import { tableOf } from "./table";
import { marks, sound, span } from "./tape";

const text = (value: unknown, most = 100) => jsonLines(value, most).map((line) => line.map((piece) => piece.text).join("")).join("\n");

test("JSON is written as anybody would write it", () => {
  const value = { a: [1, "x", null, true, [], {}], b: { c: 0.5 } };
  expect(text(value)).toBe('{\n  "a": [\n    1,\n    "x",\n    null,\n    true,\n    [],\n    {}\n  ],\n  "b": {\n    "c": 0.5\n  }\n}');
});

test("large integers keep every digit, and long text is cut with notice", () => {
  expect(text([12345678901234567890n])).toContain("12345678901234567890");
  expect(text("x".repeat(10_000))).toMatch(/ … 9500 characters more$/);
});

test("no more lines are made than are asked for", () => {
  expect(jsonLines(Array.from({ length: 10_000 }, () => ({ a: 1 })), 50).length).toBeLessThan(60);
});

test("a table has a column for every key of any item", () => {
  const table = tableOf([{ json: { a: 1, b: "x" } }, { json: { b: { c: [2n] }, d: null, e: 12345678901234567890n } }]);
  expect(table).toEqual({ columns: ["a", "b", "d", "e"], hidden: 0, rows: [["1", "x", "", ""], ["", '{ "c": [ 2 ] }', "null", "12345678901234567890"]] });
});

test("keys that mean something to JavaScript are keys like any other", () => {
  const odd = JSON.parse('{"__proto__": "p", "constructor": 1}') as Record<string, unknown>;
  expect(tableOf([{ json: odd }, { json: {} }]).rows).toEqual([["p", "1"], ["", ""]]);
  expect(text(odd)).toBe('{\n  "__proto__": "p",\n  "constructor": 1\n}');
});

test("the tape runs from the request to the end, or to now while it runs", () => {
  const running = { ...BLANK, requestedAt: 1000 };
  expect(span(running, 4000)).toEqual({ from: 1000, to: 4000 });
  expect(span({ ...running, endedAt: 2000 }, 4000)).toEqual({ from: 1000, to: 2000 });
  expect(span({ ...running, endedAt: 1000 }, 4000)).toEqual({ from: 1000, to: 1001 });
});

test("more lines are louder, and silence is nothing", () => {
  const line = (at: number) => ({ number: at, at, nodeId: "a", runIndex: 0, stream: "stdout" as const, line: "" });
  expect(sound([line(0), line(999), line(999)], 0, 1000)).toBe("M2 8.1V19.9M998 5.5V22.5");
  expect(sound([], 0, 1000)).toBe("");
});

test("events make marks where they happened, and a crowd of them no more than the strip can show", () => {
  const tick = (type: string, at: number) => ({ position: at, type, at, nodeId: null });
  const { paths } = marks([tick("execution.node_completed", 0), tick("execution.failed", 500), tick("execution.claimed", 1000)], 0, 1000);
  expect(paths).toEqual({ good: "M2 5V23", bad: "M500 5V23", run: "", rest: "M998 9V19" });
  const crowd = Array.from({ length: 50_000 }, (_, at) => tick("execution.node_completed", at));
  expect(marks(crowd, 0, 50_000).paths.good.length).toBeLessThan(40_000);
});
