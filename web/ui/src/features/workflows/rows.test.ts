import { expect, test } from "vitest";
import type { WorkflowSummary } from "@/api/workflows";
import { after, needsReading } from "./rows";

const row: WorkflowSummary = {
  id: "w", name: "One", description: "", is_active: false, archived: false, version: 1, published_version: null,
  tags: [], folder: null, created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z", last_execution: null,
};
const at = "2026-01-02T00:00:00Z";
const requested = { type: "execution.requested", at, execution_id: "e", data: { status: "queued", workflow_id: "w", trigger: "manual" } };

test("an execution that begins becomes the last one, and its end is shown", () => {
  const queued = after(row, requested);
  expect(queued.last_execution).toMatchObject({ id: "e", status: "queued", created_at: at, completed_at: null });
  const ended = after(queued, { type: "execution.failed", at, execution_id: "e", data: { status: "failed" } });
  expect(ended.last_execution).toMatchObject({ status: "failed", completed_at: at });
});

test("an older execution and another workflow's leave the row as it is", () => {
  const queued = after(row, requested);
  expect(after(queued, { type: "execution.completed", at, execution_id: "older", data: { status: "completed" } })).toBe(queued);
  expect(after(row, { ...requested, data: { ...requested.data, workflow_id: "other" } })).toBe(row);
  expect(after(row, { type: "workflow.activated", at, workflow_id: "other", data: { is_active: true } })).toBe(row);
});

test("a change of the workflow is in its row at once; the list is read anew where others may belong into it", () => {
  const active = { type: "workflow.activated", at, workflow_id: "w", data: { is_active: true } };
  expect(after(row, active)).toMatchObject({ is_active: true, updated_at: at });
  expect(needsReading([active, requested])).toBe(false);
  expect(needsReading([active, { type: "workflow.created", at, workflow_id: "x", data: {} }])).toBe(true);
});
