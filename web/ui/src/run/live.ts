import { create } from "zustand";
import type { Connection } from "@/api/stream/subscription";
import { fold } from "./fold";
import { BLANK, itemsLeft, lastRun, type Run, type Story } from "./story";
import { record, type Recorder } from "./watch";

/** The execution that the editor shows on its canvas. */
export interface Live {
  executionId: string | null;
  story: Story;
  connection: Connection;
  error: Error | null;
}

const NOTHING: Live = { executionId: null, story: BLANK, connection: "connecting", error: null };

export const useLive = create<Live>(() => NOTHING);

let leaving: AbortController | null = null;

/** Follow this execution from its first event on, instead of the one before. */
export function watchRun(executionId: string): void {
  leaving?.abort();
  leaving = new AbortController();
  useLive.setState({ ...NOTHING, executionId });
  const recorder: Recorder = {
    onEvents: (events) => useLive.setState(({ story }) => ({ story: fold(story, events) })),
    onConnection: (connection, error) => useLive.setState({ connection, error }),
  };
  record(executionId, recorder, leaving.signal);
}

export function forgetRun(): void {
  leaving?.abort();
  useLive.setState(NOTHING);
}

export function runOf({ story }: Live, nodeId: string): Run | undefined {
  return lastRun(story.tracks.get(nodeId));
}

/** Items that left the port so far; null where the node hasn't put anything out. */
export function itemsOver({ story }: Live, nodeId: string, port: string): number | null {
  return itemsLeft(story, nodeId, port);
}
