import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { OpenState, OpenWorkflow } from "./open";

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
