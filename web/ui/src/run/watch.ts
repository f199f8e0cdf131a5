import { createContext, useContext, useEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Connection, follow } from "@/api/follow";
import { isTerminal, type StreamEvent } from "./events";
import { fold } from "./fold";
import { BLANK, type Story } from "./story";

/** One execution while somebody looks at it. */
export interface Watch {
  story: Story;
  connection: Connection;
  error: Error | null;
  /** The node whose output is shown; null until somebody, or a failure, chooses one. */
  selected: string | null;
  select: (nodeId: string) => void;
}

const FRAME = 16;

/** A store that follows the execution's events for as long as the component lives. */
export function useWatched(executionId: string): StoreApi<Watch> {
  const [store] = useState(() =>
    createStore<Watch>((set) => ({
      story: BLANK,
      connection: "connecting",
      error: null,
      selected: null,
      select: (selected) => set({ selected }),
    })),
  );
  useEffect(() => {
    const leaving = new AbortController();
    void record(executionId, store.setState, leaving.signal);
    return () => leaving.abort();
  }, [executionId, store]);
  return store;
}

/** What is recorded goes here, as zustand's `setState` takes it. */
type Recording = Pick<Watch, "story" | "connection" | "error">;
type SetRecording = (change: Partial<Recording> | ((before: Recording) => Partial<Recording>)) => void;

export async function record(executionId: string, set: SetRecording, signal: AbortSignal): Promise<void> {
  let waiting: StreamEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (signal.aborted) return;
    const events = waiting;
    waiting = [];
    set(({ story }) => ({ story: fold(story, events) }));
  };
  await follow(
    `/api/executions/${encodeURIComponent(executionId)}/events?logs=true`,
    {
      onMessage: ({ data }) => {
        waiting.push(JSON.parse(data) as StreamEvent);
        timer ??= setTimeout(flush, FRAME);
      },
      onConnection: (connection, error) => {
        if (connection === "ended") flush();
        set({ connection, error: error ?? null });
      },
      isLast: ({ event }) => isTerminal(event),
    },
    signal,
  );
}

const Watching = createContext<StoreApi<Watch> | null>(null);
export const WatchProvider = Watching.Provider;

export function useWatch<T>(selector: (watch: Watch) => T): T {
  const store = useContext(Watching);
  if (!store) throw new Error("useWatch needs a WatchProvider above it");
  return useStore(store, selector);
}
