import { expect, test } from "vitest";
import { add, anyCommands, anyDoc, connect, EMPTY, unordered } from "@/testing/workflows";
import { apply, applyAll } from "./apply";
import { appended, type Command } from "./commands";
import { definitionOf, docOf } from "./definition";
import { inverse, inverseAll } from "./inverse";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const KINDS = Object.keys(anyCommands(0)) as Command["type"][];

test.each(KINDS)("%s and then its inverse leave the workflow as it was", (kind) => {
  let effective = 0;
  for (const seed of SEEDS) {
    const doc = anyDoc(seed);
    const command = anyCommands(seed)[kind];
    const back = applyAll(apply(doc, command), inverse(doc, command));
    expect(unordered(back)).toEqual(unordered(doc));
    if (apply(doc, command) !== doc) effective += 1;
  }
  expect(effective).toBeGreaterThan(5);
});

test("many edits are taken back together", () => {
  for (const seed of SEEDS) {
    const doc = anyDoc(seed);
    const commands = Object.values(anyCommands(seed + 1)).concat(Object.values(anyCommands(seed + 2)));
    expect(unordered(applyAll(applyAll(doc, commands), inverseAll(doc, commands)))).toEqual(unordered(doc));
  }
});

test("an edit that changes nothing leaves the very same workflow, and needs no way back", () => {
  const doc = applyAll(EMPTY, [add("a"), add("b"), connect("a", "b")]);
  for (const command of [add("a"), connect("a", "b"), connect("a", "gone"), { type: "rename_node", node_id: "gone", name: "x" } as const]) {
    expect(apply(doc, command)).toBe(doc);
    expect(inverse(doc, command)).toEqual([]);
  }
});

test("a node takes its edges and pinned items with it, and brings them back", () => {
  const doc = applyAll(EMPTY, [add("a"), add("b"), connect("a", "b"), { type: "pin_node", node_id: "a", items: [{ json: {} }] }]);
  const without = apply(doc, { type: "remove_node", node_id: "a" });
  expect([without.edges.size, without.pins.size]).toEqual([0, 0]);
  expect(unordered(applyAll(without, inverse(doc, { type: "remove_node", node_id: "a" })))).toEqual(unordered(doc));
});

test("a definition survives the way in and out", () => {
  for (const seed of SEEDS.slice(0, 20)) {
    const doc = anyDoc(seed);
    expect(docOf({ name: doc.name, description: doc.description, definition: definitionOf(doc) })).toEqual(doc);
  }
});

test("of two edits of the same thing in a row only the later one is kept", () => {
  const move = (x: number): Command => ({ type: "move_node", node_id: "a", x, y: 0 });
  expect([move(1), move(2), add("b"), move(3)].reduce<Command[]>(appended, [])).toEqual([move(2), add("b"), move(3)]);
});
