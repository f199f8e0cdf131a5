import type { Status } from "@/api/executions";
import type { Told } from "@/api/stream/subscription";
import type { WorkflowSummary } from "@/api/workflows";

type Change = Omit<Told, "position" | "version">;

/** Events after which other rows may belong into the list, or in another order. */
const ELSEWHERE = new Set(["workflow.created", "workflow.archived", "workflow.unarchived", "workflow.tagged", "workflow.filed", "workflow.renamed"]);

export function needsReading(events: readonly Change[]): boolean {
  return events.some(({ type }) => ELSEWHERE.has(type));
}

/** The row after what happened; itself where that concerns it not. */
export function after(row: WorkflowSummary, event: Change): WorkflowSummary {
  if (event.type.startsWith("workflow.")) return event.workflow_id === row.id ? { ...row, ...event.data, updated_at: event.at } : row;
  return ran(row, event);
}

function ran(row: WorkflowSummary, { type, at, execution_id: id, data }: Change): WorkflowSummary {
  const status = data["status"] as Status | undefined;
  const last = row.last_execution;
  if (status === undefined || id === undefined) return row;
  if (last?.id === id) return { ...row, last_execution: { ...last, status, completed_at: isEnd(type) ? at : last.completed_at } };
  if (type !== "execution.requested" || data["workflow_id"] !== row.id) return row;
  return { ...row, last_execution: { id, status, trigger: String(data["trigger"]), created_at: at, completed_at: null } };
}

function isEnd(type: string): boolean {
  return ["execution.completed", "execution.failed", "execution.cancelled", "execution.timed_out"].includes(type);
}
