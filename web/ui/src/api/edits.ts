import { call } from "@/api/client";
import { parseExact, stringifyExact } from "@/api/exact-json";
import type { WorkflowProblem } from "@/api/workflows";

export interface Changed {
  version: number;
  position: number;
  problems: WorkflowProblem[];
}

/** Send single edits, all or none. */
export async function sendCommands(workflowId: string, expectedVersion: number, commands: readonly unknown[]): Promise<Changed> {
  const body = stringifyExact({ expected_version: expectedVersion, commands });
  const response = await call(`/api/workflows/${encodeURIComponent(workflowId)}/commands`, { method: "POST", body });
  return parseExact(await response.text()) as Changed;
}
