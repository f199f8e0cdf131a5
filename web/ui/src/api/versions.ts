import { infiniteQueryOptions } from "@tanstack/react-query";
import { getJson, postJson } from "@/api/client";
import type { Page } from "@/api/page";
import type { components } from "@/api/schema";

/** Edits that belong together; the workflow can be seen as of `version`. */
export type Version = components["schemas"]["Version"];

export const versionPages = (workflowId: string) =>
  infiniteQueryOptions({
    queryKey: ["workflows", "versions", workflowId],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: "50" });
      if (pageParam !== null) query.set("cursor", pageParam);
      return getJson<Page<Version>>(`/api/workflows/${encodeURIComponent(workflowId)}/versions?${query}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** Bring the definition of `version` back, as edits of their own. */
export async function restoreVersion(workflowId: string, version: number, expectedVersion: number): Promise<void> {
  await postJson(`/api/workflows/${encodeURIComponent(workflowId)}/restore`, { version, expected_version: expectedVersion });
}
