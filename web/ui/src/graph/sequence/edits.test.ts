import { expect, test } from "vitest";
import { applyAll } from "@/document/apply";
import type { Command } from "@/document/commands";
import { inverseAll } from "@/document/inverse";
import type { Doc } from "@/document/definition";
import { random } from "@/testing/random";
import { unordered } from "@/testing/workflows";
import { added, duplicated, listed, type Listed, moved, movedBy, reconnected, removed } from "./edits";
import { afterRow, type Slot, slotsOf } from "./slots";
import { anyGraph, anyWorkflow, listOf, told, TYPES } from "./testing";

const after = (list: Listed, commands: readonly Command[]): Listed => listed(applyAll(list.doc, commands), TYPES);
const type = (name: string) => TYPES.get(name) as NonNullable<ReturnType<typeof TYPES.get>>;
/** The list with a step more, told with that step's type for its id. */
function withStep(list: Listed, slot: Slot | null, name = "code"): string[] {
  const { node, commands } = added(list, type(name), slot);
  return told(after(list, commands)).map((line) => line.replace(node.id, "NEW"));
}
/** The step, moved by one again and again. */
function steps(list: Listed, id: string, by: 1 | -1, times: number): string[] {
  for (let time = 0; time < times; time++) {
    list = after(list, movedBy(list, id, by));
  }
  return told(list);
}
const on = (node: string, port = "main"): Slot => ({ kind: "after", node, port, edge: null });
const FORK = "ask:if start>ask ask.true>yes ask.false>no yes>both no>both both>last";

test("a step is added between two, at the end, and into a branch", () => {
  expect(withStep(listOf("start>a"), on("start"))).toEqual(["start", "NEW", "a"]);
  expect(withStep(listOf("start>a"), on("a"))).toEqual(["start", "a", "NEW"]);
  expect(withStep(listOf("ask:if start>ask"), on("ask", "false"))).toEqual(["start", "ask", "  true:", "  false:", "    NEW"]);
});

test("a step in a loop leads back to it", () => {
  expect(withStep(listOf("each:loop start>each each.done>b"), on("each", "loop"))).toEqual(["start", "each", "  loop:", "    NEW", "    <- each", "b"]);
});

test("a step before a place where ways meet is on all of them", () => {
  const list = listOf(FORK);
  expect(withStep(list, { kind: "before", node: "both" })).toEqual(["start", "ask", "  true:", "    yes", "    -> NEW", "  false:", "    no", "    -> NEW", "NEW", "both", "last"]);
});

test("a branching step takes what comes after it into its first branch", () => {
  expect(withStep(listOf("start>a"), on("start"), "if")).toEqual(["start", "NEW", "  true:", "    a", "  false:"]);
});

test("what begins something stands alone", () => {
  expect(withStep(listOf("start>a"), null, "trigger")).toEqual(["start", "a", "NEW"]);
  expect(withStep(listOf("start>a"), on("a"), "trigger")).toEqual(["start", "a", "NEW"]);
});

test("a new step has a place of its own on the canvas", () => {
  const list = listOf("start>a");
  const { node, commands } = added(list, type("code"), on("start"));
  const places = [...applyAll(list.doc, commands).nodes.values()].map(({ position }) => `${position.x} ${position.y}`);
  expect(new Set(places).size).toBe(3);
  expect(node.position.y).toBeGreaterThanOrEqual(0);
});

test("a step changes places with the next one and the one before", () => {
  expect(steps(listOf("start>a a>b b>c"), "a", 1, 1)).toEqual(["start", "b", "a", "c"]);
  expect(steps(listOf("start>a a>b b>c"), "c", -1, 1)).toEqual(["start", "a", "c", "b"]);
  expect(steps(listOf("start>a a>b"), "b", 1, 1)).toEqual(["start", "a", "b"]);
  expect(steps(listOf("start>a a>b"), "a", -1, 1)).toEqual(["start", "a", "b"]);
});

test("a step goes down through the branches and out again", () => {
  const list = listOf(`start>x x>ask ${FORK.replace("start>ask", "")}`);
  const places = [1, 2, 3, 4, 5, 6, 7].map((times) => steps(list, "x", 1, times).map((line) => line.trim()).filter((line) => !/[:>]/.test(line)));
  expect(places).toEqual([
    ["start", "ask", "x", "yes", "no", "both", "last"],
    ["start", "ask", "yes", "x", "no", "both", "last"],
    ["start", "ask", "yes", "x", "no", "both", "last"],
    ["start", "ask", "yes", "no", "x", "both", "last"],
    ["start", "ask", "yes", "no", "x", "both", "last"],
    ["start", "ask", "yes", "no", "both", "x", "last"],
    ["start", "ask", "yes", "no", "both", "last", "x"],
  ]);
});

test("a step goes up out of a branch, and the branch closes", () => {
  expect(steps(listOf("ask:if start>ask ask.true>yes yes>more"), "yes", -1, 1)).toEqual(["start", "yes", "ask", "  true:", "    more", "  false:"]);
});

test("a branching step takes its branches along", () => {
  expect(steps(listOf(`${FORK} start>a a>ask`.replace("start>ask", "")), "ask", -1, 1)).toEqual([
    "start",
    "ask",
    "  true:",
    "    yes",
    "    -> a",
    "  false:",
    "    no",
    "    -> a",
    "a",
    "both",
    "last",
  ]);
});

test("what hangs on nothing is moved up to where it runs", () => {
  expect(steps(listOf("start>a loose"), "loose", -1, 1)).toEqual(["start", "a", "loose"]);
  const list = listOf("start>a loose");
  expect(after(list, movedBy(list, "loose", -1)).wiring.get("loose")?.ins).toHaveLength(1);
});

test("a trigger stays where it is", () => {
  expect(movedBy(listOf("start1>a start2"), "start2", -1)).toEqual([]);
});

test("the gap closes where a step is deleted", () => {
  const list = listOf("start>a a>b b>c");
  expect(told(after(list, removed(list, "b")))).toEqual(["start", "a", "c"]);
});

test("of a deleted branching step the first branch goes on, and the others are kept", () => {
  const list = listOf("ask:if start>ask ask.true>yes ask.false>no");
  expect(told(after(list, removed(list, "ask")))).toEqual(["start", "yes", "no"]);
  expect(after(list, removed(list, "ask")).wiring.get("no")?.ins).toEqual([]);
});

test("a copy comes right after, with its branches", () => {
  const one = listOf("start>a a>b");
  expect(told(after(one, duplicated(one, "a")?.commands ?? []))).toHaveLength(4);
  const fork = listOf(FORK);
  const copy = duplicated(fork, "ask");
  const lines = told(after(fork, copy?.commands ?? [])).map((line) => line.trim());
  expect(lines.indexOf(copy?.id ?? "")).toBeGreaterThan(lines.indexOf("no"));
  expect(lines.slice(-2)).toEqual(["both", "last"]);
});

test("a copy of a trigger leads to the same", () => {
  const list = listOf("start>a");
  const copy = duplicated(list, "start");
  expect(after(list, copy?.commands ?? []).wiring.get("a")?.ins.map(({ source }) => source).toSorted()).toEqual([copy?.id, "start"].toSorted());
});

test("an edge is led elsewhere in one edit", () => {
  const list = listOf("start>a a>b start>c");
  const [old] = list.wiring.get("b")?.ins ?? [];
  const commands = reconnected(list.doc, { source: "c", source_port: "main", target: "b", target_port: "main" }, old ?? null);
  expect(commands.map((command) => command.type)).toEqual(["remove_connection", "connect_nodes"]);
});

function reached(doc: Doc): Set<string> {
  const found = new Set([...doc.nodes.values()].filter(({ type: name }) => name === "trigger").map(({ id }) => id));
  for (const id of found) for (const edge of doc.edges.values()) if (edge.source === id) found.add(edge.target);
  return found;
}

test("whatever is added anywhere, it is where it was put, and all that was reached still is", () => {
  for (let seed = 0; seed < 25; seed++) {
    const list = anyWorkflow(seed);
    for (const { slot, level } of slotsOf(list.wiring, list.sequence)) {
      const { node, commands } = added(list, type("code"), slot);
      const now = after(list, commands);
      const row = now.sequence.rows[now.sequence.placeOf.get(node.id) ?? -1];
      if (slot.kind === "before") expect([seed, row?.level]).toEqual([seed, level]);
      expect([seed, slot, [...reached(list.doc)].filter((id) => !reached(now.doc).has(id))]).toEqual([seed, slot, []]);
    }
  }
});

test("whatever is moved anywhere, all that was reached still is", () => {
  for (let seed = 0; seed < 25; seed++) {
    const list = anyWorkflow(seed);
    const { pick } = random(seed);
    const id = pick([...list.doc.nodes.keys()]);
    for (const { slot } of slotsOf(list.wiring, list.sequence)) {
      const now = after(list, moved(list, id, slot));
      const lost = [...reached(list.doc)].filter((one) => !reached(now.doc).has(one));
      if (reached(list.doc).has(slot.node)) expect([seed, id, slot, lost]).toEqual([seed, id, slot, []]);
    }
  }
});

test("any edit of any graph can be taken back, and leaves every node once", () => {
  for (let seed = 0; seed < 60; seed++) {
    const list = anyGraph(seed);
    const { pick } = random(seed);
    const id = pick([...list.doc.nodes.keys()]);
    const slots = slotsOf(list.wiring, list.sequence);
    const slot = slots.length > 0 ? pick(slots).slot : null;
    const edits = [added(list, pick([...TYPES.values()]), slot).commands, slot ? moved(list, id, slot) : [], removed(list, id), duplicated(list, id)?.commands ?? []];
    for (const commands of edits) {
      const now = after(list, commands);
      expect(now.sequence.placeOf.size).toBe(now.doc.nodes.size);
      expect([seed, unordered(applyAll(now.doc, inverseAll(list.doc, commands)))]).toEqual([seed, unordered(list.doc)]);
    }
  }
});

test("where no ways meet, who goes down always gets to the end, and who goes up to the beginning", () => {
  for (let seed = 0; seed < 25; seed++) {
    let list = anyWorkflow(seed, { joins: false });
    const { pick } = random(seed);
    const id = pick([...list.doc.nodes.keys()]);
    for (const by of [1, -1] as const) {
      let left = 80;
      for (let commands = movedBy(list, id, by); commands.length > 0 && left > 0; commands = movedBy(list, id, by)) {
        list = after(list, commands);
        left -= 1;
      }
      expect([seed, by, left > 0]).toEqual([seed, by, true]);
    }
  }
});

test("after each row that has a place after it, there is one", () => {
  const { wiring, sequence } = listOf(FORK);
  expect(sequence.rows.map((row, index) => afterRow(wiring, row, index, sequence.rows)[0]?.above ?? null)).toEqual([1, null, 3, 4, null, 6, 7, null, 9, 10]);
});
