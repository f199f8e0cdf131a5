import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { OpenWorkflow } from "./open";
import type { OpenState } from "./open-state";

const Current = createContext<OpenWorkflow | null>(null);
export const OpenProvider = Current.Provider;

export function useOpen(): OpenWorkflow {
  const open = useContext(Current);
  if (!open) throw new Error("useOpen needs an OpenProvider above it");
  return open;
}

export function useOpenState<T>(selector: (state: OpenState) => T): T {
  return useStore(useOpen().store, selector);
}
