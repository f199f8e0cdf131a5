import { create } from "zustand";
import type { FileRef } from "@/api/files";

/** How the next run starts, and why the last one didn't. */
export interface Starting {
  /** JSON text; empty: none. */
  input: string;
  /** Of the first item. */
  files: readonly FileRef[];
  busy: boolean;
  error: Error | null;
}

export const useStarting = create<Starting>(() => ({ input: "", files: [], busy: false, error: null }));
