import { expect, test } from "vitest";
import { type DocEdge, edgeKey } from "@/document/definition";
import { portTowards } from "./towards";

const EDGES = [
  ["if", "true", "a", "main"],
  ["if", "false", "b", "main"],
  ["a", "main", "loop", "main"],
  ["loop", "loop", "body", "main"],
  ["body", "main", "loop", "back"],
  ["loop", "done", "after", "main"],
].map(([source = "", source_port = "", target = "", target_port = ""]): DocEdge => ({ source, source_port, target, target_port }));
const towards = (source: string, node: string) => portTowards(new Map(EDGES.map((edge) => [edgeKey(edge), edge])), source, node);

test("the port that leads to a node is that of the shortest way", () => {
  expect(towards("if", "b")).toBe("false");
  expect(towards("if", "after")).toBe("true");
  expect([towards("loop", "body"), towards("loop", "after")]).toEqual(["loop", "done"]);
  expect(towards("after", "if")).toBeNull();
});
