import { expect, test } from "vitest";
import { executionSeen } from "./execution-seen";
import { NotThere, preview, type Surroundings } from "./preview";

const around = (json: Record<string, unknown>, more: Partial<Surroundings> = {}): Surroundings => ({
  item: { json },
  index: 3,
  wholeInput: () => Promise.resolve([{ json }]),
  outputOf: (name) => (name === "It's" ? Promise.resolve([{ json: { n: 1 } }, { json: { n: 2 } }]) : Promise.reject(new NotThere(name))),
  cameFrom: (name) => Promise.resolve(name === "A" ? { json: { n: 1 } } : `no item of ${name}`),
  execution: { id: "e" },
  workflow: { id: "w", name: "W" },
  runIndex: 0,
  timezone: "Asia/Tokyo",
  ...more,
});
/** For what is walked without being run. */
const never = () => Promise.reject(new Error("nothing had to be run"));
const walked = (text: string, json: Record<string, unknown> = {}) => preview(text, around(json), never);

test("plain paths are walked without running anything", async () => {
  const json = { a: { "b c": [{ 'q"uote': 7n ** 30n }] }, text: "abc" };
  expect(await walked("{{ $json.a[\"b c\"][0]['q\"uote'] }}", json)).toMatchObject({ value: 7n ** 30n });
  expect(await walked("{{ $json.text.length }}", json)).toMatchObject({ value: 3 });
  expect(await walked("{{ $input.item.json.text[1] }}", json)).toMatchObject({ value: "b" });
  expect(await walked("{{ $('It\\'s') }}", json).catch((error: unknown) => String(error))).toContain("had to be run");
  expect(await walked('{{ $("It\'s").last().json.n }}', json)).toMatchObject({ value: 2 });
  expect(await walked("{{ $itemIndex }}", json)).toMatchObject({ value: 3 });
});

test("links of a node that waits stand in for those that only a run has", async () => {
  const waits = around({}, { execution: executionSeen("e", ["Ask me"]) });
  for (const action of ["webhook", "approve", "reject"]) {
    expect(await preview(`{{ $execution.links['Ask me'].${action} }}`, waits, never)).toEqual({ kind: "value", value: `https://…/resume/${action}`, missing: false });
  }
  expect(await preview("{{ $execution.links.Other.approve }}", waits, never)).toMatchObject({ missing: true });
});

test("nothing of JavaScript's is data", async () => {
  for (const path of ["$json.b", "$json.a.b.c", "$json.constructor", "$json.a.trim", '$json["__proto__"]']) {
    expect(await walked(`{{ ${path} }}`, { a: "text" })).toEqual({ kind: "value", value: null, missing: true });
  }
});

test("text around makes text, and what isn't there is none", async () => {
  expect(await walked("Hi {{ $json.a }}, {{ $json.b }}{{ $json.c }}! \\{{ not }}", { a: "Ada", b: [1, null, { x: 1 }] })).toEqual({
    kind: "value",
    value: "Hi Ada, 1,,[object Object]! {{ not }}",
    missing: true,
  });
});

test("everything else goes to the evaluator in one request, with what it needs", async () => {
  const asked: unknown[] = [];
  const ask = (request: string) => {
    asked.push(JSON.parse(request));
    return Promise.resolve('{"values":[["A","4"]],"missing":[]}');
  };
  expect(await preview("{{ $json.a.trim() }}{{ $json.a }}{{ $input.all().length + 3 }}", around({ a: "a" }), ask)).toMatchObject({ value: "Aa4" });
  expect(asked).toMatchObject([
    { bodies: [["$json.a.trim()", true], ["$input.all().length + 3", true]], items: [{ json: { a: "a" } }], offset: 3, nodes: {}, input: [{ json: { a: "a" } }], scope: { timezone: "Asia/Tokyo" } },
  ]);
});

test("the item of another node that this one came from is walked without running anything", async () => {
  expect(await walked("{{ $('A').item.json.n }}")).toMatchObject({ value: 1 });
  expect(await walked("{{ $('B').item.json.n }}")).toEqual({ kind: "failed", message: "no item of B" });
});

test("the evaluator is told which item it is, or why there is none", async () => {
  const asked: unknown[] = [];
  const ask = (request: string) => {
    asked.push(JSON.parse(request));
    return Promise.resolve('{"values":[[1]],"missing":[]}');
  };
  await preview("{{ $('A').item.json.n ?? $('B')?.item.json.n }}", around({}), ask);
  expect(asked).toMatchObject([{ nodes: {}, matching: { A: { start: 3, items: [{ json: { n: 1 } }], at: [0] }, B: { start: 3, items: [], at: ["no item of B"] } } }]);
});

test("where other items of the input came from is seen when it runs", async () => {
  expect(await preview("{{ $('A').itemMatching(0).json.n }}", around({}), never)).toEqual({ kind: "later", why: "tooLong" });
});

test("what the evaluator says went wrong is said", async () => {
  const answer = (text: string) => preview("{{ f() }}", around({}), () => Promise.resolve(text));
  expect(await answer('{"error":{"body":0,"item":3,"message":"ReferenceError: f is not defined"}}')).toEqual({ kind: "failed", message: "ReferenceError: f is not defined" });
  expect(await answer('{"values":[["\\ud800"]],"missing":[]}')).toMatchObject({ kind: "failed" });
  expect(await answer('{"values":[["\\\\ud800"]],"missing":[]}')).toMatchObject({ value: "\\ud800" });
  expect(await answer('{"values":[[null]],"missing":[[0,0]]}')).toEqual({ kind: "value", value: null, missing: true });
});

test("an expression is not run with data that isn't there", async () => {
  expect(await preview("{{ $json.a.trim() }}", around({}, { item: null }), never)).toEqual({ kind: "later", why: "noData" });
  expect(await preview("{{ $input.all().length }}", around({}, { wholeInput: () => Promise.resolve(null) }), never)).toEqual({ kind: "later", why: "tooLong" });
  expect(await preview("{{ $('Nobody').first().json }}", around({}), never)).toEqual({ kind: "failed", message: "Nobody" });
});

test.each([
  ["{{ $json.a", "braces", 0, 2],
  ["ab {{ f(1 }}", "neverClosed", 7, 8],
  ["{{ f) }}", "closesNothing", 4, 5],
  ["{{ 'abc }}", "quotes", 3, 10],
  ["{{ `a${1 }}", "neverClosed", 3, 4],
  ["{{ }}", "empty", 0, 5],
  ["{{ import('x') }}", "import", 3, 9],
])("%s says where it is wrong", async (text, code, from, to) => {
  expect(await walked(text)).toMatchObject({ kind: "syntax", fault: { code, from, to } });
});

test("plain text has no preview", async () => {
  for (const text of ["Hello", "\\{{ literal }}"]) expect(await walked(text)).toBeNull();
});
