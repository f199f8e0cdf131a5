import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call, getJson, postJson } from "@/api/client";
import { parseExact, stringifyExact } from "@/api/exact-json";
import type { Page } from "@/api/page";
import type { Definition, Workflow, WorkflowSummary } from "@/api/workflows";

export const SORTS = ["created", "updated", "name"] as const;
export type Sort = (typeof SORTS)[number];

/** Which workflows a list shows; what is left out narrows nothing down. */
export interface WorkflowFilter {
  search: string;
  tag: string | null;
  /** The empty string: those in no folder. */
  folder: string | null;
  active: boolean | null;
  archived: boolean;
  sort: Sort;
}

export interface Label {
  name: string;
  workflows: number;
}

/** What people arrange about a workflow, beside its definition. */
export type WorkflowChange = Partial<Pick<WorkflowSummary, "name" | "description" | "tags" | "folder">>;

export const workflowListKey = (filter: WorkflowFilter) => ["workflows", "list", "filtered", filter] as const;

export const workflowListPages = (filter: WorkflowFilter) =>
  infiniteQueryOptions({
    queryKey: workflowListKey(filter),
    queryFn: ({ pageParam, signal }) => getJson<Page<WorkflowSummary>>(`/api/workflows?${asked(filter, pageParam)}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

function asked({ search, tag, folder, active, archived, sort }: WorkflowFilter, cursor: string | null): URLSearchParams {
  const query = new URLSearchParams({ limit: "50", sort });
  if (search !== "") query.set("q", search);
  if (tag !== null) query.set("tag", tag);
  if (folder !== null) query.set("folder", folder);
  if (active !== null) query.set("is_active", String(active));
  if (archived) query.set("archived", "true");
  if (cursor !== null) query.set("cursor", cursor);
  return query;
}

export const labelsQuery = (kind: "tags" | "folders") =>
  queryOptions({
    queryKey: ["workflows", kind],
    queryFn: async ({ signal }) => (await getJson<Page<Label>>(`/api/workflows/${kind}`, signal)).items,
  });

export function changeWorkflow(id: string, change: WorkflowChange): Promise<Response> {
  return call(`/api/workflows/${encodeURIComponent(id)}`, { method: "PATCH", body: JSON.stringify(change) });
}

export function archiveWorkflow(id: string): Promise<Response> {
  return call(`/api/workflows/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export function unarchiveWorkflow(id: string): Promise<Workflow> {
  return postJson<Workflow>(`/api/workflows/${encodeURIComponent(id)}/unarchive`);
}

/** A workflow as it travels: in an exported file, to the clipboard, into a copy. */
export interface PortableWorkflow {
  name: string;
  description?: string;
  tags?: string[];
  folder?: string | null;
  definition: Definition;
}

/** Create it digit for digit as it was written, with its tags and in its folder. */
export async function addWorkflow({ name, description = "", tags = [], folder = null, definition }: PortableWorkflow): Promise<Workflow> {
  const answer = await call("/api/workflows", { method: "POST", body: stringifyExact({ name, description, definition }) });
  const created = parseExact(await answer.text()) as Workflow;
  if (tags.length > 0 || folder !== null) await changeWorkflow(created.id, { tags, folder });
  return created;
}
