import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call, getJson, postJson } from "@/api/client";
import type { Binary } from "@/api/files";
import type { Page } from "@/api/page";
import type { components } from "@/api/schema";

export const STATUSES = ["queued", "running", "waiting", "completed", "failed", "cancelled", "timed_out"] as const;
export type Status = (typeof STATUSES)[number];

export function isOver(status: Status): boolean {
  return status === "completed" || status === "failed" || status === "cancelled" || status === "timed_out";
}

export const TRIGGERS = ["manual", "webhook", "schedule", "call", "error"] as const;

export type Execution = components["schemas"]["Execution"];
export type WaitingRun = components["schemas"]["Waiting"];
export type Verdict = components["schemas"]["Decision"]["action"];

export interface Item {
  json: Record<string, unknown>;
  /** Key → file. */
  binary?: Record<string, unknown>;
}

/** Empty and undefined: any. Times are ISO. */
export interface ExecutionFilter {
  statuses?: readonly Status[];
  workflowId?: string | undefined;
  trigger?: string | undefined;
  parent?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  text?: string | undefined;
}

/** A page of the executions that the filter lets through, newest first. */
export function executionPage(filter: ExecutionFilter, cursor: string | null, signal?: AbortSignal): Promise<Page<Execution>> {
  const query = new URLSearchParams({ limit: "50" });
  for (const status of filter.statuses ?? []) query.append("status", status);
  const single = { workflow_id: filter.workflowId, trigger: filter.trigger, parent: filter.parent, since: filter.since, until: filter.until, q: filter.text, cursor };
  for (const [name, value] of Object.entries(single)) if (value != null && value !== "") query.set(name, value);
  return getJson<Page<Execution>>(`/api/executions?${query}`, signal);
}

export const executionPages = (filter: ExecutionFilter) =>
  infiniteQueryOptions({
    queryKey: ["executions", "list", filter],
    queryFn: ({ pageParam, signal }) => executionPage(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ["executions", "one", id],
    queryFn: ({ signal }) => getJson<Execution>(`/api/executions/${encodeURIComponent(id)}`, signal),
  });

export const waitingLinksQuery = (id: string) =>
  queryOptions({
    queryKey: ["executions", "links", id],
    queryFn: ({ signal }) => getJson<components["schemas"]["Links"]>(`/api/executions/${encodeURIComponent(id)}/links`, signal),
    staleTime: 0,
  });

/** Less than all of the workflow: up to a node; from a node on, or a node alone, with the data recorded before it. */
export type Part = { until_node: string } | { from_node: string } | { node: string };

/** Start an execution of the draft. `input` is JSON text, sent digit for digit; empty means none. `files` hang on its first item. */
export async function execute(workflowId: string, input: string, part: Part | null = null, files: Binary = {}): Promise<string> {
  const fields = [
    ...(input.trim() === "" ? [] : [`"input":${input}`]),
    ...(Object.keys(files).length === 0 ? [] : [`"files":${JSON.stringify([files])}`]),
    ...Object.entries(part ?? {}).map(([name, nodeId]) => `"${name}":${JSON.stringify(nodeId)}`),
  ];
  const answer = await call(`/api/workflows/${encodeURIComponent(workflowId)}/execute`, { method: "POST", body: `{${fields.join(",")}}` });
  return ((await answer.json()) as { execution_id: string }).execution_id;
}

export type ManyForks = components["schemas"]["ForksOfMany"];

export interface RunAgain {
  begin: "failed" | "start";
  version: "same" | "newest";
  limit: number;
  /** Null: only say which they would be. */
  batchId: string | null;
}

/** Run again what failed among those that the filter lets through, the oldest first. */
export function runAgain({ statuses, workflowId, trigger, since, until }: ExecutionFilter, { begin, version, limit, batchId }: RunAgain): Promise<ManyForks> {
  const failures = (["failed", "timed_out", "cancelled"] as const).filter((status) => statuses?.includes(status));
  const given = { workflow_id: workflowId, trigger, since, until, ...(failures.length > 0 && { status: failures }) };
  return postJson<ManyForks>("/api/executions/forks", { ...given, begin, version, limit, ...(batchId === null ? { dry_run: true } : { batch_id: batchId }) });
}

export async function cancelExecution(id: string): Promise<void> {
  await postJson(`/api/executions/${encodeURIComponent(id)}/cancel`);
}

export interface Fork {
  /** This node and all behind it run again; null: everything does. */
  fromNode: string | null;
  version: "same" | "newest";
  /** JSON text, sent digit for digit; empty: as it was. */
  input?: string;
  /** Node id → JSON text of the items that stand in for what it put out. */
  data?: ReadonlyMap<string, string>;
}

/** Run it again, or a part of it; the new execution's id. */
export async function forkExecution(id: string, { fromNode, version, input = "", data = new Map() }: Fork): Promise<string> {
  const given = [...data].map(([nodeId, items]) => `${JSON.stringify(nodeId)}:${items}`);
  const fields = [
    `"version":"${version}"`,
    ...(fromNode === null ? [] : [`"from_node":${JSON.stringify(fromNode)}`]),
    ...(input.trim() === "" ? [] : [`"input":${input}`]),
    ...(given.length === 0 ? [] : [`"data":{${given.join(",")}}`]),
  ];
  const answer = await call(`/api/executions/${encodeURIComponent(id)}/fork`, { method: "POST", body: `{${fields.join(",")}}` });
  return ((await answer.json()) as { execution_id: string }).execution_id;
}

/** Decide about a run that waits. `data` is JSON text, sent digit for digit; empty means none. */
export async function decide(id: string, run: { nodeId: string; runIndex: number }, action: Verdict, data = ""): Promise<void> {
  const fields = [`"node_id":${JSON.stringify(run.nodeId)}`, `"run_index":${run.runIndex}`, `"action":"${action}"`, ...(data.trim() === "" ? [] : [`"data":${data}`])];
  await call(`/api/executions/${encodeURIComponent(id)}/resume`, { method: "POST", body: `{${fields.join(",")}}` });
}

export interface OutputPlace {
  executionId: string;
  nodeId: string;
  /** `last`: the last one that put something out by the port. */
  runIndex: number | "last";
  port: string;
  offset: number;
  limit: number;
}

/** A page of what left a port of a node run. */
export interface OriginPlace {
  executionId: string;
  nodeId: string;
  port: string;
  runIndex: number | "last";
  item: number;
  /** The earlier node. */
  of: string;
}

/** The item of an earlier node that an item came from; refused with `no_lineage` where there is none. */
export const originQuery = (place: OriginPlace) =>
  queryOptions({
    queryKey: ["executions", "origin", place],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ node_id: place.nodeId, port: place.port, run_index: String(place.runIndex), item: String(place.item), of: place.of });
      return getJson<{ value: Item | null }>(`/api/executions/${encodeURIComponent(place.executionId)}/lineage?${query}`, signal);
    },
    staleTime: Infinity,
    gcTime: 60_000,
  });

export const outputQuery = (place: OutputPlace) =>
  queryOptions({
    queryKey: ["executions", "output", place],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({
        run_index: String(place.runIndex),
        port: place.port,
        offset: String(place.offset),
        limit: String(place.limit),
      });
      const path = `/api/executions/${encodeURIComponent(place.executionId)}/data/${encodeURIComponent(place.nodeId)}`;
      return getJson<{ items: Item[]; next_cursor: unknown }>(`${path}?${query}`, signal);
    },
    staleTime: Infinity,
    gcTime: 60_000,
  });

/** The first lines that a node printed in an execution. */
export const nodeLogQuery = (executionId: string, nodeId: string) =>
  queryOptions({
    queryKey: ["executions", "log", executionId, nodeId],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ node_id: nodeId, limit: "1000" });
      return getJson<Page<components["schemas"]["LogLine"]>>(`/api/executions/${encodeURIComponent(executionId)}/logs?${query}`, signal);
    },
  });
