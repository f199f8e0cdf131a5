import { expect, test } from "vitest";
import { type Compared, compare } from "./compare";
import { compareLines } from "./lines";

const workflow = (nodes: Compared["definition"]["nodes"], rest: Partial<Compared["definition"]> = {}): Compared => ({ name: "W", description: "", definition: { nodes, ...rest } });
const code = (text: string, more: object = {}) => ({ id: "c", type: "code", name: "C", parameters: { language: "python", code: text }, ...more });

test("nodes that came, went, changed and moved are told apart", () => {
  const before = workflow([code("a"), { id: "gone", type: "flow.noop" }, { id: "still", type: "flow.noop" }, { id: "moved", type: "flow.noop" }]);
  const after = workflow([code("b"), { id: "new", type: "flow.noop" }, { id: "still", type: "flow.noop" }, { id: "moved", type: "flow.noop", position: { x: 9, y: 0 } }]);
  expect(compare(before, after).nodes.map(({ node, fate }) => [node.id, fate])).toEqual([["new", "added"], ["gone", "removed"], ["c", "changed"], ["moved", "moved"]]);
});

test("a change names the fields, and only those", () => {
  const [change] = compare(workflow([code("a", { settings: { once: true } })]), workflow([code("b", { name: "D" })])).nodes;
  expect(change?.fields).toEqual([
    { path: "name", before: "C", after: "D" },
    { path: "parameters.code", before: "a", after: "b" },
    { path: "settings.once", before: true, after: undefined },
  ]);
});

test("connections and what belongs to the whole workflow are compared", () => {
  const edge = { source: "a", target: "b" };
  const { edges, workflow: fields } = compare(workflow([], { edges: [edge] }), workflow([], { settings: { timezone: "UTC" }, edges: [{ ...edge, source_port: "true" }] }));
  expect(edges.map(({ added, edge: { source_port } }) => [source_port, added])).toEqual([["true", true], ["main", false]]);
  expect(fields).toEqual([{ path: "settings.timezone", before: undefined, after: "UTC" }]);
});

test("before the first version there was nothing, and equal versions have no difference", () => {
  expect(compare(null, workflow([code("a")])).nodes).toMatchObject([{ fate: "added" }]);
  expect(compare(workflow([code("a")]), workflow([{ ...code("a"), disabled: false }]))).toEqual({ nodes: [], edges: [], workflow: [] });
});

test("few lines are told apart, the rest stays", () => {
  const told = (before: string, after: string) => compareLines(before, after).map(({ kind, text }) => `${{ same: " ", gone: "-", new: "+" }[kind]}${text}`);
  expect(told("a\nb\nc", "a\nx\nc")).toEqual([" a", "-b", "+x", " c"]);
  expect(told("a", "a")).toEqual([" a"]);
  expect(told("a\nb", "b\nc")).toEqual(["-a", " b", "+c"]);
});

test("whatever the texts, both can be read from the comparison", () => {
  for (let round = 0; round < 300; round++) {
    const text = () => Array.from({ length: (round * 7) % 12 }, () => "abc"[Math.floor(Math.random() * 3)]).join("\n");
    const [before, after] = [text(), text()];
    const lines = compareLines(before, after);
    const side = (not: string) => lines.filter(({ kind }) => kind !== not).map((line) => line.text).join("\n");
    expect([side("new"), side("gone")]).toEqual([before, after]);
  }
});
