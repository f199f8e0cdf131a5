/** An event as the stream carries it. */
export interface StreamEvent {
  position: number;
  type: string;
  at: string;
  data: Record<string, unknown>;
}

/** The fields that all events of a node's run share. */
export interface NodeRunFields {
  node_id: string;
  name: string;
  type: string;
  run_index: number;
  attempt: number;
  at: string;
  items_in: number;
  sources?: readonly { node_id: string; run_index: number; port: string }[];
}

export interface NodeEndFields extends NodeRunFields {
  started_at: string;
  duration_ms: number;
  outputs?: Record<string, { items: number; size?: number }>;
  children?: readonly string[];
}

export interface NodeCompletedFields extends NodeEndFields {
  origin?: string;
}

export interface NodeFailedFields extends NodeEndFields {
  code: string;
  message: string;
}

export interface NodeRetryFields extends NodeFailedFields {
  retry_at: string;
}

export interface NodeWaitingFields extends NodeRunFields {
  started_at: string;
  kind: string;
  message: string;
  until: string | null;
  children?: readonly string[];
}

export interface FailureFields {
  code?: string;
  message?: string;
  node_id?: string | null;
}

export type LogFields = [at: string, nodeId: string, runIndex: number, stream: "stdout" | "stderr" | "system", line: string];

/** How many things an event tells of: an event may stand for many runs of a loop, or many log lines. */
export function weightOf({ type, data }: StreamEvent): number {
  if (type === "execution.node_runs_completed") return (data["runs"] as unknown[]).length;
  return type === "log.lines_captured" ? 1 + (data["lines"] as unknown[]).length / 8 : 1;
}

const TERMINAL = new Set(["execution.completed", "execution.failed", "execution.cancelled", "execution.timed_out"]);

export function isTerminal(type: string): boolean {
  return TERMINAL.has(type);
}
