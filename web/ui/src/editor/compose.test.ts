import { expect, test } from "vitest";
import type { NodeTypeInfo } from "@/api/node-types";
import { applyAll } from "@/document/apply";
import type { DocEdge } from "@/document/definition";
import { add, connect, EMPTY, node } from "@/testing/workflows";
import { read, written } from "./clipboard";
import { connectable, copied, deleted, following, freeName, inserted, pieceOf, placed, renamed } from "./compose";
import { aligned, distributed } from "./geometry";

const type = (name: string, inputs = ["main"], outputs = ["main"]): NodeTypeInfo => ({
  type: name,
  title: "Code",
  category: "code",
  icon: "code",
  help: "",
  inputs,
  outputs,
  port_rules: { inputs: [], outputs: [] },
  schema: { required: ["language"], properties: { language: { enum: ["python", "bash"] } } },
});
const edge = (source: string, target: string): DocEdge => ({ source, source_port: "main", target, target_port: "main" });
const AT = { x: 103, y: 98 };
const ROW = applyAll(EMPTY, [add("a"), { type: "add_node", node: node("b", { position: { x: 260, y: 0 } }) }, connect("a", "b")]);

test("a new node snaps, has a name and first choices of its own, and is attached to the loose end", () => {
  const doc = applyAll(EMPTY, [{ type: "add_node", node: node("a", { name: "Code" }) }]);
  const { node: made, commands } = placed(doc, type("code"), AT, { node: "a", port: "true", side: "source" });
  expect(made).toMatchObject({ name: "Code 2", position: { x: 100, y: 100 }, parameters: { language: "python" } });
  expect([...applyAll(doc, commands).edges.values()]).toEqual([{ source: "a", source_port: "true", target: made.id, target_port: "main" }]);
});

test("a trigger can't hang on anything, so it is placed alone", () => {
  expect(placed(ROW, type("trigger", []), AT, { node: "a", port: "main", side: "source" }).commands).toHaveLength(1);
});

test("a node on an edge parts it in two, and what is behind makes room", () => {
  const { node: made, commands } = inserted(ROW, type("code"), edge("a", "b"));
  const doc = applyAll(ROW, commands);
  expect([...doc.edges.values()]).toEqual([edge("a", made.id), edge(made.id, "b")]);
  expect(doc.nodes.get("b")?.position.x).toBeGreaterThan(made.position.x + 200);
});

test("a copy has its own ids and names, and its expressions follow them", () => {
  const doc = applyAll(ROW, [{ type: "configure_node", node_id: "b", parameters: { v: ["{{ $('a').first() + $(\"other\") }}"] } }]);
  const { ids, commands } = copied(doc, pieceOf(doc, new Set(["a", "b"])), { x: 10, y: 20 });
  const after = applyAll(doc, commands);
  expect(after.nodes.size).toBe(4);
  expect(after.nodes.get(ids[1] as string)).toMatchObject({ name: "b 2", position: { x: 270, y: 20 }, parameters: { v: ["{{ $('a 2').first() + $(\"other\") }}"] } });
  expect([...after.edges.values()][1]).toEqual(edge(ids[0] as string, ids[1] as string));
});

test("what is copied can be pasted, and anything else can't", () => {
  const piece = pieceOf(ROW, new Set(["a", "b"]));
  expect(read(written(piece))).toEqual(piece);
  expect(read(JSON.stringify({ name: "W", definition: { nodes: [{ id: "a", type: "code" }] } }))?.nodes).toHaveLength(1);
  for (const text of ["", "hello", "[]", "{}", '{"nodes":[]}', '{"nodes":[{"id":"a b","type":"code"}]}', '{"nodes":[{"id":"a"}]}', '{"nodes":[{"id":"a","type":"t"},{"id":"a","type":"t"}]}']) {
    expect(read(text)).toBeNull();
  }
});

test("renaming a node takes along who speaks of it, and gives way to another of that name", () => {
  const doc = applyAll(ROW, [{ type: "configure_node", node_id: "b", parameters: { v: "{{ $('a').all() }}" } }]);
  const after = applyAll(doc, renamed(doc, "a", "b"));
  expect(after.nodes.get("a")?.name).toBe("b 2");
  expect(after.nodes.get("b")?.parameters).toEqual({ v: "{{ $('b 2').all() }}" });
  expect(renamed(doc, "a", "  ")).toEqual([]);
});

test("deleting takes nodes out of their groups, and groups without nodes away", () => {
  const doc = applyAll(ROW, [{ type: "change_groups", groups: [{ id: "g", title: "G", nodes: ["a"] }] }]);
  const after = applyAll(doc, deleted(doc, new Set(["a"]), new Set()));
  expect([after.nodes.size, after.edges.size, after.groups.length]).toEqual([1, 0, 0]);
});

test("an edge leads into a port that is there, of another node", () => {
  const types = new Map([["code", type("code")]]);
  expect(connectable(ROW, types, edge("b", "a"))).toBe(true);
  expect(connectable(ROW, types, edge("a", "a"))).toBe(false);
  expect(connectable(ROW, types, { ...edge("b", "a"), target_port: "gone" })).toBe(false);
});

test("names are counted up", () => {
  expect(freeName(new Set(["A", "A 2"]), "A")).toBe("A 3");
  expect(following("$('__proto__')", new Map([["A", "B"]]))).toBe("$('__proto__')");
});

test("boxes are aligned and spread", () => {
  const boxes = [0, 10, 100].map((x) => ({ x, y: x, width: 20, height: 20 }));
  expect(aligned(boxes, "right").map(({ x }) => x)).toEqual([100, 100, 100]);
  expect(distributed(boxes, "x").map(({ x }) => x)).toEqual([0, 50, 100]);
});
