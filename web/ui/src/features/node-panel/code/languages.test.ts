import { language, syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { jsonFaults } from "./code-lint";
import { faultsIn } from "./expression-marks";
import { LANGUAGES, languageOf } from "./languages";

const NOTHING = () => ({ item: null, nodes: new Map(), waiting: [], timezone: "UTC" });

const SAMPLES: Record<(typeof LANGUAGES)[number], string> = {
  python: "def f(): pass",
  javascript: "const f = () => 1",
  bash: "echo hi",
  sql: "SELECT a FROM b",
  json: '{"a": 1}',
  html: "<p>hi</p>",
};

test.each(LANGUAGES)("%s is known", async (name) => {
  const state = EditorState.create({ doc: SAMPLES[name], extensions: await languageOf(name, NOTHING, () => "all") });
  expect(state.facet(language)).not.toBeNull();
  expect(syntaxTree(state).topNode.firstChild?.name).toMatch(
    { python: /Function/, javascript: /Variable/, bash: /./, sql: /Statement/, json: /Object/, html: /Element/ }[name],
  );
});

test("what is no JSON is marked where it stops being some", () => {
  expect(jsonFaults('{"a": 1,}')).toMatchObject([{ from: 8, to: 9, severity: "error" }]);
  expect([jsonFaults("[1]"), jsonFaults("")]).toEqual([[], []]);
});

test.each([
  ["{{ $json.a + * 2 }}", "unexpected", 13, 14, "*"],
  ["Hi {{ a b }}", "unexpected", 8, 9, "b"],
  ["{{ 1 + }}", "ends", 5, 6, ""],
  ["{{ return 1 }}", "unexpected", 3, 9, "return"],
  ["{{ f( }}", "neverClosed", 4, 5, "("],
])("%s says what can't stand where", (text, code, from, to, mark) => {
  expect(faultsIn(text)[0]).toMatchObject({ code, from, to, mark });
});

test.each(["{{ (() => { let a = 1; return a })() }}", "{{ $json.a?.[0] ?? `${'}}'}` }}", "a {{ /}}/.test(1) }} \\{{ b", "{{ a }}{{ ({ b: 1 }) }}"])("%s is right", (text) => {
  expect(faultsIn(text)).toEqual([]);
});
