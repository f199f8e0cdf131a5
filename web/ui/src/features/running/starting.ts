import { create } from "zustand";
import type { FileRef } from "@/api/files";

/** How the next run of a workflow starts, and why the last one didn't. */
export interface Starting {
  workflowId: string | null;
  /** JSON text; empty: none. */
  input: string;
  /** Of the first item. */
  files: readonly FileRef[];
  busy: boolean;
  error: Error | null;
}

type Kept = Pick<Starting, "input" | "files">;

const KEY = "flowtape.input";

export const useStarting = create<Starting>(() => ({ workflowId: null, input: "", files: [], busy: false, error: null }));

/** Each workflow has an input of its own, which this tab keeps over a reload. */
export function startsWith(workflowId: string): void {
  useStarting.setState({ ...useStarting.getInitialState(), ...kept(workflowId), workflowId });
}

useStarting.subscribe(({ workflowId, input, files }, before) => {
  if (workflowId === null || workflowId !== before.workflowId || (input === before.input && files === before.files)) return;
  keep(workflowId, { input, files });
});

function keep(workflowId: string, now: Kept): void {
  try {
    sessionStorage.setItem(`${KEY}.${workflowId}`, JSON.stringify(now));
  } catch {
    // It is more than a browser keeps; better nothing than what it was before.
    sessionStorage.removeItem(`${KEY}.${workflowId}`);
  }
}

function kept(workflowId: string): Partial<Kept> {
  const text = sessionStorage.getItem(`${KEY}.${workflowId}`);
  return text === null ? {} : (JSON.parse(text) as Kept);
}
