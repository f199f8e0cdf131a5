import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson, postJson } from "@/api/client";
import type { Page } from "@/api/page";

export interface NodeDefinition {
  id: string;
  type: string;
  name?: string | null;
  position?: { x: number; y: number } | null;
  parameters?: Record<string, unknown>;
  disabled?: boolean;
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
}

/** What keeps a workflow from running. */
export interface WorkflowProblem {
  node_id?: string | null;
  loc: (string | number)[];
  message: string;
  code: string;
}

export interface WorkflowSummary {
  id: string;
  name: string;
  description: string;
  is_active: boolean;
  version: number;
  published_version: number | null;
  tags: string[];
  created_at: string;
  updated_at: string;
}

export interface Workflow extends WorkflowSummary {
  definition: Definition;
  problems: WorkflowProblem[];
  webhooks: { node_id: string; methods: string[]; url: string }[];
}

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
