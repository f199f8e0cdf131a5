import type { Status } from "@/api/executions";

/** What is known of an execution after some of its events. Times are milliseconds since 1970. */
export interface Story {
  /** Of the last event told; those up to it are not told twice. */
  position: number;
  status: Status;
  trigger: string | null;
  requestedAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  error: Failure | null;
  /** Why nobody works on it at present. */
  waiting: Failure | null;
  cancelRequested: boolean;
  /** By node id, in the order in which the nodes first ran. */
  tracks: ReadonlyMap<string, Track>;
  ticks: readonly Tick[];
  logs: readonly LogLine[];
  /** Lines that are no longer in `logs`, because it keeps only the newest. */
  logsDropped: number;
}

export interface Failure {
  code: string;
  message: string;
  nodeId: string | null;
}

export interface Track {
  nodeId: string;
  name: string;
  type: string;
  runs: readonly Run[];
}

export type RunState = "running" | "waiting" | "completed" | "failed" | "stopped";

/** One attempt at one run of a node. */
export interface Run {
  runIndex: number;
  attempt: number;
  state: RunState;
  startedAt: number;
  endedAt: number | null;
  durationMs: number | null;
  itemsIn: number;
  /** Items that left, by port. */
  itemsOut: ReadonlyMap<string, number>;
  error: Failure | null;
}

export interface Tick {
  position: number;
  type: string;
  at: number;
  nodeId: string | null;
}

export type LogStream = "stdout" | "stderr" | "system";

export interface LogLine {
  /** Counts from 0 over all lines of the execution. */
  number: number;
  at: number;
  nodeId: string;
  runIndex: number;
  stream: LogStream;
  line: string;
}

export const LOG_LINES_KEPT = 20_000;

export const BLANK: Story = {
  position: 0,
  status: "queued",
  trigger: null,
  requestedAt: null,
  startedAt: null,
  endedAt: null,
  error: null,
  waiting: null,
  cancelRequested: false,
  tracks: new Map(),
  ticks: [],
  logs: [],
  logsDropped: 0,
};

/** A node's newest run. */
export function lastRun(track: Track | undefined): Run | undefined {
  return track?.runs.at(-1);
}

export function itemsOut(run: Run): number {
  let total = 0;
  for (const items of run.itemsOut.values()) total += items;
  return total;
}
