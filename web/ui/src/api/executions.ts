import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call, getJson, postJson } from "@/api/client";
import type { Page } from "@/api/page";

export const STATUSES = ["queued", "running", "waiting", "completed", "failed", "cancelled", "timed_out"] as const;
export type Status = (typeof STATUSES)[number];

export function isOver(status: Status): boolean {
  return status === "completed" || status === "failed" || status === "cancelled" || status === "timed_out";
}

export interface Execution {
  id: string;
  workflow_id: string;
  workflow_version: number;
  status: Status;
  trigger: string;
  error_message: string | null;
  error: { code: string; node_id: string | null; message: string } | null;
  started_at: string | null;
  completed_at: string | null;
  created_at: string;
}

export interface Item {
  json: Record<string, unknown>;
}

export interface ExecutionFilter {
  status?: Status | undefined;
  workflowId?: string | undefined;
}

export const executionPages = (filter: ExecutionFilter) =>
  infiniteQueryOptions({
    queryKey: ["executions", "list", filter.workflowId ?? "all", filter.status ?? "any"],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: "25" });
      if (filter.status) query.set("status", filter.status);
      if (filter.workflowId) query.set("workflow_id", filter.workflowId);
      if (pageParam !== null) query.set("cursor", pageParam);
      return getJson<Page<Execution>>(`/api/executions?${query}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 3000,
  });

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ["executions", "one", id],
    queryFn: ({ signal }) => getJson<Execution>(`/api/executions/${encodeURIComponent(id)}`, signal),
  });

/** Less than all of the workflow: up to a node; from a node on, or a node alone, with the data recorded before it. */
export type Part = { until_node: string } | { from_node: string } | { node: string };

/** Start an execution of the draft. `input` is JSON text, sent digit for digit; empty means none. */
export async function execute(workflowId: string, input: string, part: Part | null = null): Promise<string> {
  const fields = [
    ...(input.trim() === "" ? [] : [`"input":${input}`]),
    ...Object.entries(part ?? {}).map(([name, nodeId]) => `"${name}":${JSON.stringify(nodeId)}`),
  ];
  const answer = await call(`/api/workflows/${encodeURIComponent(workflowId)}/execute`, { method: "POST", body: `{${fields.join(",")}}` });
  return ((await answer.json()) as { execution_id: string }).execution_id;
}

export async function cancelExecution(id: string): Promise<void> {
  await postJson(`/api/executions/${encodeURIComponent(id)}/cancel`);
}

export interface OutputPlace {
  executionId: string;
  nodeId: string;
  runIndex: number;
  port: string;
  offset: number;
  limit: number;
}

/** A page of what left a port of a node run. */
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
      return getJson<{ items: Item[] }>(`${path}?${query}`, signal);
    },
    staleTime: Infinity,
  });
