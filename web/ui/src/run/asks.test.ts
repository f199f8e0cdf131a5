import { expect, test } from "vitest";
import { asksOf } from "./asks";
import { fold } from "./fold";
import { BLANK } from "./story";

const AT = "2026-01-01T00:00:00Z";
let position = 0;
const event = (type: string, data: Record<string, unknown>) => ({ position: ++position, type: `execution.${type}`, at: AT, data });
const waits = (node_id: string, kind: string, run_index = 0) =>
  event("node_waiting", { node_id, name: node_id.toUpperCase(), type: "flow.wait", run_index, attempt: 1, at: AT, started_at: AT, items_in: 1, kind, message: "Well?", until: null });

test("each run that waits is asked about once, decisions of people first", () => {
  const story = fold(BLANK, [waits("t", "time"), waits("a", "approval"), waits("d", "decision"), waits("a", "approval", 1)]);
  expect(asksOf(story).map(({ nodeId, runIndex, kind }) => [nodeId, runIndex, kind])).toEqual([
    ["d", 0, "decision"],
    ["a", 0, "approval"],
    ["a", 1, "approval"],
    ["t", 0, "time"],
  ]);
  expect(asksOf(story)[1]).toMatchObject({ name: "A", message: "Well?", until: null, since: Date.parse(AT) });
});

test("what was decided, and what ended with the execution, is not asked any more", () => {
  const story = fold(BLANK, [waits("a", "approval"), waits("b", "approval"), event("resumed", { node_id: "a", run_index: 0, action: "approve" })]);
  expect(asksOf(story).map(({ nodeId }) => nodeId)).toEqual(["b"]);
  expect(asksOf(fold(story, [event("cancelled", {})]))).toEqual([]);
});
