import { createContext, useContext, useEffect, useState } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Connection } from "@/api/stream/subscription";
import { tabStream } from "@/api/stream/tab-stream";
import { isTerminal, type StreamEvent } from "./events";
import { Reel } from "./reel";
import { BLANK, type Story } from "./story";

/** One execution while somebody looks at it. */
export interface Watch {
  reel: Reel;
  /** Events on the tape so far. */
  count: number;
  /** After how many of them it is shown; null: after all, and those that come. */
  place: number | null;
  /** As it was at that place. */
  story: Story;
  /** As it is now. */
  head: Story;
  connection: Connection;
  error: Error | null;
  /** The node whose output is shown; null until somebody, or a failure, chooses one. */
  selected: string | null;
  /** One of its runs, by its place among them; null: the newest. */
  run: number | null;
  select: (nodeId: string | null, run?: number | null) => void;
  /** Rewind to after so many events; at the end it stays there while the tape goes on. */
  seek: (place: number) => void;
}

const FRAME = 16;

/** A store that follows the execution's events for as long as the component lives. */
export function useWatched(executionId: string): StoreApi<Watch> {
  const [store] = useState(watchStore);
  useEffect(() => {
    const leaving = new AbortController();
    record(
      executionId,
      {
        onEvents: (events) => store.setState((watch) => further(watch, events)),
        onConnection: (connection, error) => store.setState({ connection, error }),
      },
      leaving.signal,
    );
    return () => leaving.abort();
  }, [executionId, store]);
  return store;
}

export function watchStore(): StoreApi<Watch> {
  return createStore<Watch>((set) => ({
    reel: new Reel(),
    count: 0,
    place: null,
    story: BLANK,
    head: BLANK,
    connection: "connecting",
    error: null,
    selected: null,
    run: null,
    select: (selected, run = null) => set({ selected, run }),
    seek: (wished) => set((watch) => sought(watch, wished)),
  }));
}

export function further({ reel, place, story }: Watch, events: readonly StreamEvent[]): Partial<Watch> {
  reel.push(events);
  return { count: reel.events.length, head: reel.head, story: place === null ? reel.head : story };
}

function sought({ reel, count }: Watch, wished: number): Partial<Watch> {
  const place = Math.max(0, Math.min(count, Math.round(wished)));
  return place === count ? { place: null, story: reel.head } : { place, story: reel.at(place) };
}

export interface Recorder {
  onEvents: (events: readonly StreamEvent[]) => void;
  onConnection: (connection: Connection, error: Error | null) => void;
}

/** Follow an execution from its first event to its end; what comes within a frame is told at once. */
export function record(executionId: string, recorder: Recorder, signal: AbortSignal): void {
  const over = new AbortController();
  let waiting: StreamEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (signal.aborted) return;
    const events = waiting;
    waiting = [];
    recorder.onEvents(events);
  };
  tabStream.listen(
    `execution=${executionId}`,
    {
      onEvent: (event) => {
        waiting.push(event);
        timer ??= setTimeout(flush, FRAME);
        if (!isTerminal(event.type)) return;
        over.abort();
        flush();
        recorder.onConnection("ended", null);
      },
      onConnection: (connection, error) => recorder.onConnection(connection, error ?? null),
    },
    AbortSignal.any([signal, over.signal]),
  );
}

const Watching = createContext<StoreApi<Watch> | null>(null);
export const WatchProvider = Watching.Provider;

export function useWatchStore(): StoreApi<Watch> {
  const store = useContext(Watching);
  if (!store) throw new Error("this needs a WatchProvider above it");
  return store;
}

export function useWatch<T>(selector: (watch: Watch) => T): T {
  return useStore(useWatchStore(), selector);
}
