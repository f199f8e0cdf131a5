import { create } from "zustand";

/** How the next run starts, and why the last one didn't. */
export interface Starting {
  /** JSON text; empty: none. */
  input: string;
  busy: boolean;
  error: Error | null;
}

export const useStarting = create<Starting>(() => ({ input: "", busy: false, error: null }));
