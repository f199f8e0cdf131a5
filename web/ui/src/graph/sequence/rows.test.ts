import { expect, test } from "vitest";
import { applyAll } from "@/document/apply";
import { add, connect, EMPTY } from "@/testing/workflows";
import { listed } from "./edits";
import { endOf, type Row, unfolded } from "./rows";
import { anyGraph, listOf, told } from "./testing";
import type { Wiring } from "./wiring";

test("what follows one another is one list", () => {
  expect(told(listOf("start>a a>b"))).toEqual(["start", "a", "b"]);
});

test("branches hang on their node by port, and what they meet at comes after it", () => {
  expect(told(listOf("ask:if start>ask ask.true>yes ask.false>no yes>both no>both both>end"))).toEqual([
    "start",
    "ask",
    "  true:",
    "    yes",
    "    -> both",
    "  false:",
    "    no",
    "    -> both",
    "both",
    "end",
  ]);
});

test("a branch that nothing hangs on is there to be filled", () => {
  expect(told(listOf("ask:if start>ask ask.true>yes"))).toEqual(["start", "ask", "  true:", "    yes", "  false:"]);
});

test("a loop's round hangs on it and leads back, and what comes after it follows it", () => {
  expect(told(listOf("each:loop start>each each.loop>work work>each.back each.done>after"))).toEqual([
    "start",
    "each",
    "  loop:",
    "    work",
    "    <- each",
    "after",
  ]);
});

test("a way for errors hangs on its node, and the list goes on", () => {
  expect(told(listOf("start>a a.error>mend a>b mend>b"))).toEqual(["start", "a", "  error:", "    mend", "    -> b", "b"]);
});

test("ways that are gone at the same time are branches of one port", () => {
  expect(told(listOf("start>a start>b a>m.input1 b>m.input2 m:merge"))).toEqual([
    "start",
    "  main:",
    "    a",
    "    -> m",
    "  main:",
    "    b",
    "    -> m",
    "m",
  ]);
});

test("several triggers lead to one list", () => {
  expect(told(listOf("start1 start2 start1>a start2>a a>b"))).toEqual(["start1", "-> a", "start2", "a", "b"]);
});

test("where a way ends above others that go on, it says so", () => {
  expect(told(listOf("start>a a.error>x x>m start.error>m a>b"))).toEqual([
    "start",
    "  error:",
    "    -> m",
    "a",
    "  error:",
    "    x",
    "    -> m",
    "b",
    "end",
    "m",
  ]);
});

test("nodes that hang on nothing come last, a cycle from its first node", () => {
  const list = listOf("loose other1>other2 other2>other1 start>a");
  expect(told(list)).toEqual(["start", "a", "loose", "other1", "other2", "<- other1"]);
  expect(list.sequence.rows.filter((row) => row.kind === "step" && row.isRoot).map(({ key }) => key)).toEqual(["step start", "step loose", "step other1"]);
});

test("rows know their place among their siblings", () => {
  const { rows } = listOf("ask:if start>ask ask.true>yes ask.true>too").sequence;
  expect(rows.map(({ level, place, siblings, hasRows }) => [level, place, siblings, hasRows])).toEqual([
    [1, 1, 2, false],
    [1, 2, 2, true],
    [2, 1, 3, true],
    [3, 1, 1, false],
    [2, 2, 3, true],
    [3, 1, 1, false],
    [2, 3, 3, false],
  ]);
});

test("what is folded up isn't there", () => {
  const { rows } = listOf("ask:if start>ask ask.true>yes ask.false>no").sequence;
  expect(unfolded(rows, new Set(["step ask"])).map(({ key }) => key)).toEqual(["step start", "step ask"]);
  expect(unfolded(rows, new Set(['branch ["ask","true"]']))).toHaveLength(rows.length - 1);
});

/** The edges, read off the rows alone, as somebody who sees nothing else would. */
function read(rows: readonly Row[], wiring: Wiring): string[] {
  return rows.flatMap((row, index): string[] => {
    const next = rows[endOf(rows, index)];
    if (row.kind === "link") return [`${row.edge.source} ${row.edge.source_port} ${row.edge.target}`];
    if (row.kind === "branch") {
      const inside = rows[index + 1];
      return row.hasRows && inside?.kind === "step" ? [`${row.id} ${row.port} ${inside.id}`] : [];
    }
    const node = row.kind === "step" ? wiring.get(row.id) : undefined;
    const isFan = rows.slice(index + 1, endOf(rows, index)).some((one) => one.kind === "branch" && one.parent === row.key && one.port === node?.onward);
    const follows = next?.kind === "step" && next.parent === row.parent && !next.isRoot;
    return node && node.onward !== null && !isFan && follows ? [`${node.id} ${node.onward} ${next.id}`] : [];
  });
}

test("any graph is a list that has every node once, and from which every edge can be read", () => {
  for (let seed = 0; seed < 150; seed++) {
    const { doc, wiring, sequence } = anyGraph(seed);
    const ids = sequence.rows.flatMap((row) => (row.kind === "step" ? [row.id] : []));
    expect([seed, ids.toSorted()]).toEqual([seed, [...doc.nodes.keys()].toSorted()]);
    expect(new Set(sequence.rows.map(({ key }) => key)).size).toBe(sequence.rows.length);
    const edges = [...new Set([...doc.edges.values()].map(({ source, source_port, target }) => `${source} ${source_port} ${target}`))];
    expect([seed, [...new Set(read(sequence.rows, wiring))].toSorted()]).toEqual([seed, edges.toSorted()]);
  }
});

test("every row hangs on one above it that is one level higher", () => {
  for (let seed = 0; seed < 150; seed++) {
    const levels = new Map<string | null, number>([[null, 0]]);
    for (const { key, parent, level } of anyGraph(seed).sequence.rows) {
      expect([seed, levels.get(parent)]).toEqual([seed, level - 1]);
      levels.set(key, level);
    }
  }
});

test("a chain of five thousand nodes doesn't go too deep", () => {
  const ids = Array.from({ length: 5000 }, (_, place) => `n${place}`);
  const doc = applyAll(EMPTY, [add("n0")]);
  const nodes = new Map(ids.map((id) => [id, { ...(doc.nodes.get("n0") as NonNullable<ReturnType<typeof doc.nodes.get>>), id }]));
  const edges = new Map(ids.slice(1).map((id, place) => [id, connect(`n${place}`, id) as never]));
  expect(listed({ ...doc, nodes, edges }, undefined).sequence.rows).toHaveLength(5000);
});
