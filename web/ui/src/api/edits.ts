import { call } from "@/api/client";
import { parseExact, stringifyExact } from "@/api/exact-json";
import type { components } from "@/api/schema";

export type Changed = components["schemas"]["Changed"];
export type Undone = components["schemas"]["Undone"];
export type Undoable = components["schemas"]["Undoable"];
export type UndoableStep = components["schemas"]["Step"];

export interface Change {
  expected_version: number;
  /** Sent again with the same, nothing is done twice. */
  batch_id: string;
}

/** Send single edits, all or none. Requests of the same step one after the other are undone together. */
export function sendCommands(workflowId: string, change: Change & { step_id: string; commands: readonly unknown[] }): Promise<Changed> {
  return post(workflowId, "commands", change);
}

/** Take back one's own newest step, or undoing; `skip` passes it over. */
export function takeBack(workflowId: string, direction: "undo" | "redo", change: Change & { skip: boolean }): Promise<Undone> {
  return post(workflowId, direction, change);
}

/** What one could undo and redo next, and what that would do. */
export async function undoable(workflowId: string): Promise<Undoable> {
  const response = await call(`/api/workflows/${encodeURIComponent(workflowId)}/undo`);
  return parseExact(await response.text()) as Undoable;
}

async function post<T>(workflowId: string, what: string, body: object): Promise<T> {
  const response = await call(`/api/workflows/${encodeURIComponent(workflowId)}/${what}`, { method: "POST", body: stringifyExact(body) });
  return parseExact(await response.text()) as T;
}
