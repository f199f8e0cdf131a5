import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson, postJson } from "@/api/client";
import type { Page } from "@/api/page";
import type { components } from "@/api/schema";

export interface NodeDefinition {
  id: string;
  type: string;
  name?: string | null;
  position?: { x: number; y: number } | null;
  parameters?: Record<string, unknown>;
  settings?: Record<string, unknown>;
  disabled?: boolean;
  credentials?: Record<string, string>;
}

export interface Edge {
  source: string;
  source_port?: string;
  target: string;
  target_port?: string;
}

export interface Definition {
  nodes: NodeDefinition[];
  edges?: Edge[];
  settings?: Record<string, unknown>;
  notes?: Record<string, unknown>[];
  groups?: Record<string, unknown>[];
  pins?: Record<string, readonly unknown[]>;
}

/** What keeps a workflow from running. */
export type WorkflowProblem = components["schemas"]["Problem"];
export type WorkflowSummary = components["schemas"]["ListedWorkflow"];
export type Workflow = Omit<components["schemas"]["Workflow"], "definition"> & { definition: Definition };

export const workflowPages = (search: string) =>
  infiniteQueryOptions({
    queryKey: ["workflows", "list", search],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: "50" });
      if (search !== "") query.set("q", search);
      if (pageParam !== null) query.set("cursor", pageParam);
      return getJson<Page<WorkflowSummary>>(`/api/workflows?${query}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** One workflow as it is now, or as it was at `version`, which never changes. */
export const workflowQuery = (id: string, version?: number) =>
  queryOptions({
    queryKey: ["workflows", "one", id, version ?? "now"],
    queryFn: ({ signal }) =>
      getJson<Workflow>(`/api/workflows/${encodeURIComponent(id)}${version === undefined ? "" : `?version=${version}`}`, signal),
    staleTime: version === undefined ? 0 : Infinity,
  });

export function createWorkflow(body: { name: string; description?: string; definition?: Definition }): Promise<Workflow> {
  return postJson<Workflow>("/api/workflows", body);
}

export function setActive(id: string, active: boolean): Promise<Workflow> {
  return postJson<Workflow>(`/api/workflows/${encodeURIComponent(id)}/${active ? "activate" : "deactivate"}`);
}

export function publish(id: string): Promise<Workflow> {
  return postJson<Workflow>(`/api/workflows/${encodeURIComponent(id)}/publish`);
}
