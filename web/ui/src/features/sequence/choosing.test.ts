import { expect, test } from "vitest";
import { listOf } from "@/graph/sequence/testing";
import { stepKey } from "@/graph/sequence/rows";
import { chosenBy } from "./choosing";

const { rows } = listOf("start>a a>b b>c").sequence;
const chosen = (from: string | null, to: string, how?: "extend" | "toggle", before: string[] = []) =>
  [...chosenBy(rows, new Set(before), from && stepKey(from), stepKey(to), how)].sort();

test("a choice is extended from where it began, up or down", () => {
  expect(chosen("a", "c", "extend")).toEqual(["a", "b", "c"]);
  expect(chosen("b", "start", "extend")).toEqual(["a", "b", "start"]);
});

test("where a choice began may be gone: then it begins here", () => {
  expect(chosen("gone", "b", "extend")).toEqual(["b"]);
  expect(chosen(null, "b", "extend")).toEqual(["b"]);
});

test("one step more, or no longer", () => {
  expect(chosen("a", "b", "toggle", ["a"])).toEqual(["a", "b"]);
  expect(chosen("a", "b", "toggle", ["a", "b"])).toEqual(["a"]);
});

test("a step that has no row yet is chosen alone", () => {
  expect(chosen("a", "new", undefined, ["a"])).toEqual(["new"]);
});
