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
}

export interface NodeEndFields extends NodeRunFields {
  started_at: string;
  duration_ms: number;
}

export interface NodeCompletedFields extends NodeEndFields {
  outputs: Record<string, { items: number }>;
}

export interface NodeFailedFields extends NodeEndFields {
  code: string;
  message: string;
}

export interface FailureFields {
  code?: string;
  message?: string;
  node_id?: string | null;
}

export type LogFields = [at: string, nodeId: string, runIndex: number, stream: "stdout" | "stderr" | "system", line: string];

const TERMINAL = new Set(["execution.completed", "execution.failed", "execution.cancelled", "execution.timed_out"]);

export function isTerminal(type: string): boolean {
  return TERMINAL.has(type);
}
