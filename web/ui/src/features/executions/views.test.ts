import { expect, test } from "vitest";
import { jsonLines } from "./json-lines";
import { BLANK } from "@/run/story";
import { tableOf } from "./table";
import type { Run } from "@/run/story";
import { bars, runAt, ticks, zoomed } from "./bars";
import { asked, filtersOf, letsThrough, paramsOf } from "./filters";
import { after, type ListEvent, type Pages, withNewest } from "./list-changes";
import { HEAVY, pageSize } from "./paging";
import { schemaOf } from "./schema-of";
import { countAt, marks, placesOf, span } from "./tape";
import type { Execution } from "@/api/executions";

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

const event = (type: string, at: number) => ({ position: at, type, at: new Date(at).toISOString(), data: {} });

test("events make marks where they happened, and a crowd of them no more than the strip can show", () => {
  const events = [event("execution.node_completed", 0), event("execution.failed", 500), event("execution.claimed", 1000)];
  const places = placesOf([0, 500, 1000], "time", 0, 1000);
  expect(marks(events, places)).toEqual({ good: "M2 5V23", bad: "M500 3V25", run: "", wait: "", log: "", rest: "M998 9V19" });
  const crowd = Array.from({ length: 50_000 }, (_, at) => event("execution.node_completed", at));
  expect(marks(crowd, placesOf([...crowd.keys()], "time", 0, 50_000)).good.length).toBeLessThan(40_000);
});

test("a place on the tape is the closest event's, by time or with the same room for each", () => {
  const times = [0, 10, 10, 900, 1000];
  const byTime = placesOf(times, "time", 0, 1000);
  expect([0, 0.004, 0.2, 0.6, 1].map((x) => countAt(byTime, x))).toEqual([1, 1, 3, 4, 5]);
  const byEvent = placesOf(times, "events", 0, 1000);
  expect([0, 0.2, 0.41, 0.75, 1].map((x) => countAt(byEvent, x))).toEqual([1, 1, 2, 4, 5]);
  expect(countAt(placesOf([], "time", 0, 1), 0.5)).toBe(0);
});

function run(fields: Partial<Run>): Run {
  const none = new Map<string, number>();
  return { runIndex: 0, attempt: 1, state: "completed", startedAt: 0, endedAt: 100, durationMs: 100, itemsIn: 1, sources: [], itemsOut: none, sizes: none, origin: "run", error: null, retryAt: null, pauses: [], children: [], ...fields };
}

test("attempts, the pause between them and waits are drawn apart", () => {
  const pause = { from: 600, to: 800, kind: "time", message: "", until: null };
  const drawn = bars([run({ state: "failed", retryAt: 400 }), run({ attempt: 2, startedAt: 400, endedAt: 1000, pauses: [pause] })], { from: 0, to: 1000 }, 1000);
  expect(drawn).toEqual({ failed: "M0 4H100V16H0Z", pause: "M100 9H400V11H100Z", completed: "M400 4H1000V16H400Z", waiting: "M600 4H800V16H600Z" });
});

test("ten thousand runs are drawn with no more bars than can be seen", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => run({ runIndex: index, startedAt: index, endedAt: index + 1 }));
  expect(bars(many, { from: 0, to: 10_000 }, 0).completed?.split("M").length).toBeLessThan(2100);
  expect(runAt(many, 4999.5)).toBe(4999);
});

test("zooming in keeps the time under the pointer where it is, and zooming out ends with all", () => {
  const all = { from: 0, to: 1000 };
  expect(zoomed(all, all, 0.5, 250)).toEqual({ from: 125, to: 625 });
  expect(zoomed({ from: 0, to: 600 }, all, 2, 0)).toBeNull();
  expect(ticks({ from: 0, to: 1000 }, 0)).toEqual([0, 200, 400, 600, 800, 1000]);
});

test("the address of the page says what is filtered, and nothing that nobody chose", () => {
  const filters = filtersOf(new URLSearchParams("status=failed&status=running&status=x&workflow=w&range=day"));
  expect(filters).toMatchObject({ statuses: ["running", "failed"], workflowId: "w", range: "day" });
  expect(paramsOf(filters).toString()).toBe("status=running&status=failed&workflow=w&range=day");
  expect(paramsOf(filtersOf(new URLSearchParams())).toString()).toBe("");
  expect(asked(filters, Date.parse("2026-01-02T00:00:00Z"))).toMatchObject({ since: "2026-01-01T00:00:00.000Z", trigger: undefined, until: undefined });
});

function listed(id: string, status = "running"): Execution {
  return { id, status, workflow_id: "w", trigger: "manual", created_at: "2026-01-01T00:00:00Z", started_at: null, completed_at: null, error: null, error_message: null } as unknown as Execution;
}

const pages = (...ids: string[]): Pages => ({ pages: [{ items: ids.map((id) => listed(id)), next_cursor: null }], pageParams: [null] });
const ids = (list: Pages) => list.pages.flatMap(({ items }) => items.map(({ id }) => id));
const said = (id: string, status: string): ListEvent => ({ execution_id: id, type: `execution.${status}`, at: "2026-01-01T00:00:09Z", data: { status } });

test("a row follows its execution, and leaves the list that it no longer belongs to", () => {
  const told = after(pages("a", "b"), said("b", "completed"), {});
  expect(told.known).toBe(true);
  expect(told.pages.pages[0]?.items[1]).toMatchObject({ status: "completed", completed_at: "2026-01-01T00:00:09Z" });
  expect(ids(after(pages("a", "b"), said("b", "completed"), { statuses: ["running"] }).pages)).toEqual(["a"]);
  expect(after(pages("a"), said("x", "completed"), {}).known).toBe(false);
});

test("what is new goes before the rest, once; after a gap the list begins anew", () => {
  expect(ids(withNewest(pages("b", "a"), { items: [listed("c"), listed("b")], next_cursor: "more" }))).toEqual(["c", "b", "a"]);
  expect(ids(withNewest(pages("b", "a"), { items: [listed("y"), listed("x")], next_cursor: "more" }))).toEqual(["y", "x"]);
  expect(letsThrough({ since: "2026-01-01T00:00:01Z" }, listed("a"))).toBe(false);
});

test("a page of heavy items has fewer of them", () => {
  expect([pageSize(10_000, 10_000), pageSize(500, 50_000_000), pageSize(10, 10 * HEAVY), pageSize(0, 0)]).toEqual([50, 10, 1, 50]);
});

test("a schema says what kinds of values each field has, and how many items have it", () => {
  const items = [{ json: { a: 1, b: { c: "x" } } }, { json: { a: "one", b: { c: null } } }, { json: { b: [{ d: true }] } }];
  expect(schemaOf(items)).toEqual([
    { name: "a", kinds: ["number", "string"], count: 2, fields: [] },
    { name: "b", kinds: ["object", "list"], count: 3, fields: [{ name: "c", kinds: ["string", "null"], count: 2, fields: [] }, { name: "d", kinds: ["boolean"], count: 1, fields: [] }] },
  ]);
});
