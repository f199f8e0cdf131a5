import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import type { Page } from "@/api/page";
import { useTold } from "@/api/told";
import { type WorkflowFilter, workflowListKey } from "@/api/workflow-list";
import type { WorkflowSummary } from "@/api/workflows";
import { after, needsReading } from "./rows";

type Pages = InfiniteData<Page<WorkflowSummary>, string | null>;

/** Keep the rows of this list as they are on the server. */
export function useLiveList(filter: WorkflowFilter): void {
  const queries = useQueryClient();
  const readAnew = () => void queries.invalidateQueries({ queryKey: ["workflows"], predicate: ({ queryKey }) => queryKey[1] !== "one" });
  useTold(
    ["list=workflows", "list=executions"],
    (events) => {
      queries.setQueryData<Pages>(workflowListKey(filter), (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => events.reduce(after, row)) })) });
      if (needsReading(events)) readAnew();
    },
    readAnew,
  );
}
