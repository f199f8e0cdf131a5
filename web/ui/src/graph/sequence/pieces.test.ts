import { expect, test } from "vitest";
import { read, written } from "@/editor/clipboard";
import { applyAll } from "@/document/apply";
import { EMPTY } from "@/testing/workflows";
import { listed, type Listed } from "./edits";
import { chosenPiece, pasted, removedAll } from "./pieces";
import type { Slot } from "./slots";
import { anyWorkflow, listOf, told, TYPES } from "./testing";

const NOTHING: ReadonlySet<string> = new Set();
const on = (node: string, port = "main"): Slot => ({ kind: "after", node, port, edge: null });

/** The list with these steps of another once more, told with a star for what is new. */
function pastedInto(list: Listed, from: Listed, ids: readonly string[], slot: Slot | null, folded: ReadonlySet<string> = NOTHING): string[] {
  const piece = read(written(chosenPiece(from, new Set(ids), folded)));
  if (!piece) throw new Error("that is no piece");
  const made = pasted(list, piece, slot);
  const names = new Map(made.ids.map((id, place) => [id, `${piece.nodes[place]?.id ?? ""}*`]));
  return told(listed(applyAll(list.doc, made.commands), TYPES)).map((line) => [...names].reduce((now, [id, name]) => now.replace(id, name), line));
}

function without(list: Listed, ids: readonly string[], folded: ReadonlySet<string> = NOTHING): string[] {
  return told(listed(applyAll(list.doc, removedAll(list, new Set(ids), folded)), TYPES));
}

const FORK = "ask:if start>ask ask.true>yes ask.false>no yes>both no>both";

test("steps are put between two others in their order, though nothing connected them", () => {
  const list = listOf("start>a a>b b>c c>d");
  expect(pastedInto(list, list, ["a", "c"], on("d"))).toEqual(["start", "a", "b", "c", "d", "a*", "c*"]);
  expect(pastedInto(list, list, ["b", "c"], on("start"))).toEqual(["start", "b*", "c*", "a", "b", "c", "d"]);
});

test("a step is put into a branch that is empty, and into one that is not", () => {
  const list = listOf("ask:if start>ask ask.true>yes a");
  expect(pastedInto(list, list, ["a"], on("ask", "false"))).toEqual(["start", "ask", "  true:", "    yes", "  false:", "    a*", "a"]);
  expect(pastedInto(list, list, ["a"], on("ask", "true"))).toEqual(["start", "ask", "  true:", "    a*", "    yes", "  false:", "a"]);
});

test("a branching step comes with its branches where it is folded up, and alone where it isn't", () => {
  const list = listOf(FORK);
  expect(pastedInto(listOf("start>a"), list, ["ask"], on("a"), new Set(["step ask"]))).toEqual(["start", "a", "ask*", "  true:", "    yes*", "  false:", "    no*"]);
  expect(pastedInto(listOf("start>a"), list, ["ask"], on("a"))).toEqual(["start", "a", "ask*", "  true:", "  false:"]);
});

test("what starts a workflow stands alone, and a whole workflow goes into an empty one as it was", () => {
  const list = listOf(FORK);
  expect(pastedInto(listOf("start>a"), list, ["start"], on("a"))).toEqual(["start", "a", "start*"]);
  const whole = pastedInto(listed(EMPTY, TYPES), list, [...list.doc.nodes.keys()], null);
  expect(whole.map((line) => line.replaceAll("*", ""))).toEqual(told(list));
});

test("steps that are cut leave no gap", () => {
  expect(without(listOf("start>a a>b b>c c>d"), ["a", "b", "d"])).toEqual(["start", "c"]);
  expect(without(listOf(FORK), ["ask"], new Set(["step ask"]))).toEqual(["start", "both"]);
});

test("whatever is pasted wherever, nothing that was there is lost, and every edge has its ends", () => {
  for (let seed = 0; seed < 200; seed++) {
    const [list, from] = [anyWorkflow(seed), anyWorkflow(seed + 1000)];
    const [node = ""] = [...list.doc.nodes.keys()].slice(seed % list.doc.nodes.size);
    const port = [...(list.wiring.get(node)?.outs.keys() ?? ["main"])][0] ?? "main";
    const { ids, commands } = pasted(list, chosenPiece(from, new Set([...from.doc.nodes.keys()].filter((_, place) => place % 3 !== seed % 3)), NOTHING), on(node, port));
    const doc = applyAll(list.doc, commands);
    expect(doc.nodes.size).toBe(list.doc.nodes.size + ids.length);
    expect([...doc.edges.values()].every(({ source, target }) => doc.nodes.has(source) && doc.nodes.has(target))).toBe(true);
  }
});
