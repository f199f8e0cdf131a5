import type { Status } from "@/api/executions";

/** What is known of an execution after some of its events. Times are milliseconds since 1970. */
export interface Story {
  /** Of the last event told; those up to it are not told twice. */
  position: number;
  /** When it happened. */
  at: number | null;
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
  /** By run index, then attempt. */
  runs: readonly Run[];
  /** Items that left by each port, of all its runs. */
  left: ReadonlyMap<string, number>;
}

/** Retrying: this attempt failed, and there will be another one. */
export type RunState = "running" | "waiting" | "retrying" | "completed" | "failed" | "stopped";

/** Some time that a run spent waiting; it still does where `to` is null. */
export interface Pause {
  from: number;
  to: number | null;
  kind: string;
  message: string;
  /** When it goes on by itself; null: never. */
  until: number | null;
}

/** A port of a run that items came from. */
export interface Source {
  nodeId: string;
  runIndex: number;
  port: string;
}

/** One attempt at one run of a node. */
export interface Run {
  runIndex: number;
  attempt: number;
  state: RunState;
  startedAt: number;
  endedAt: number | null;
  durationMs: number | null;
  itemsIn: number;
  sources: readonly Source[];
  /** Items that left, by port. */
  itemsOut: ReadonlyMap<string, number>;
  /** Bytes that left, by port. */
  sizes: ReadonlyMap<string, number>;
  /** Where its output is from: "run", "pinned", "given", "reused" or "skipped". */
  origin: string;
  error: Failure | null;
  /** When the next attempt is due. */
  retryAt: number | null;
  pauses: readonly Pause[];
  /** Ids of the executions that it called. */
  children: readonly string[];
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
  at: null,
  status: "queued",
  trigger: null,
  requestedAt: null,
  startedAt: null,
  endedAt: null,
  error: null,
  waiting: null,
  cancelRequested: false,
  tracks: new Map(),
  logs: [],
  logsDropped: 0,
};

/** A node's newest run. */
export function lastRun(track: Track | undefined): Run | undefined {
  return track?.runs.at(-1);
}

/** The last run that put items out by the port, else the last one of all: a loop's rounds and its end leave by different ports. */
export function lastRunOut(track: Track | undefined, port: string): Run | undefined {
  return track?.runs.findLast(({ itemsOut }) => (itemsOut.get(port) ?? 0) > 0) ?? lastRun(track);
}

/** It put something out, or could have: one that failed does so where the workflow goes on from that. */
export function hasOutput(run: Run | undefined): run is Run {
  return run !== undefined && (run.state === "completed" || (run.state === "failed" && run.itemsOut.size > 0));
}

export function itemsOut(run: Run): number {
  let total = 0;
  for (const items of run.itemsOut.values()) total += items;
  return total;
}

/** Items that left the port in all runs so far; null where the node hasn't put anything out. */
export function itemsLeft({ tracks }: Story, nodeId: string, port: string): number | null {
  const left = tracks.get(nodeId)?.left;
  return left === undefined || left.size === 0 ? null : (left.get(port) ?? 0);
}
