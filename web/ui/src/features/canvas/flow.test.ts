import { expect, test } from "vitest";
import { applyAll } from "@/document/apply";
import { add, connect, EMPTY } from "@/testing/workflows";
import { flowEdges, type FlowNode, flowNodes } from "./flow";

const NONE: ReadonlySet<string> = new Set();
const byId = (nodes: readonly FlowNode[]) => new Map(nodes.map((node) => [node.id, node]));
const DOC = applyAll(EMPTY, [
  add("a"),
  add("b"),
  connect("a", "b", "gone"),
  { type: "add_group", group: { id: "g", title: "G", nodes: ["a"] } },
  { type: "add_note", note: { id: "n", x: 1, y: 2 } },
]);

test("while one node is dragged, only it and the frame around it are new", () => {
  const first = byId(flowNodes(DOC, undefined, NONE, new Map(), new Map()));
  const second = flowNodes(DOC, undefined, NONE, new Map([["a", { x: 5, y: 5 }]]), first);
  expect(second.filter((node) => first.get(node.id) !== node).map(({ id }) => id)).toEqual(["group g", "a"]);
  expect(second.find(({ id }) => id === "a")?.position).toEqual({ x: 5, y: 5 });
});

test("an edge from a port that is gone can still be seen", () => {
  const step = flowNodes(DOC, undefined, NONE, new Map(), new Map()).find(({ id }) => id === "a");
  expect(step?.handles?.map(({ id }) => id)).toEqual(["main", "main", "gone"]);
});

test("an edit elsewhere leaves the other nodes and edges the same objects", () => {
  const first = byId(flowNodes(DOC, undefined, NONE, new Map(), new Map()));
  const edges = new Map(flowEdges(DOC, NONE, new Map()).map((edge) => [edge.id, edge]));
  const after = applyAll(DOC, [{ type: "rename_node", node_id: "b", name: "B" }, add("c")]);
  const changed = flowNodes(after, undefined, NONE, new Map(), first).filter((node) => first.get(node.id) !== node);
  expect(changed.map(({ id }) => id)).toEqual(["b", "c"]);
  const further = applyAll(DOC, [add("c")]);
  expect(flowEdges(further, NONE, edges).every((edge) => edges.get(edge.id) === edge)).toBe(true);
});

test("an edge is called by the names of what it joins, also after one has changed", () => {
  const edges = new Map(flowEdges(DOC, NONE, new Map()).map((edge) => [edge.id, edge]));
  const renamed = applyAll(DOC, [{ type: "rename_node", node_id: "b", name: "B" }]);
  expect(flowEdges(renamed, NONE, edges).map(({ ariaLabel }) => ariaLabel)).toEqual([`${DOC.nodes.get("a")?.name} → B`]);
});
