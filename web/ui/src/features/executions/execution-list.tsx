import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { executionPages } from "@/api/executions";
import { Skeleton } from "@/components/skeleton";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { ExecutionRows } from "./execution-rows";
import { useLiveList } from "./use-live-list";

/** One workflow's executions. */
export function ExecutionList({ workflowId }: { workflowId: string }) {
  const filter = useMemo(() => ({ workflowId }), [workflowId]);
  const query = useInfiniteQuery(executionPages(filter));
  useLiveList(filter);
  const executions = query.data?.pages.flatMap((page) => page.items);
  const { hasNextPage, fetchNextPage } = query;
  const more = useMemo(() => (hasNextPage ? { load: () => void fetchNextPage() } : null), [hasNextPage, fetchNextPage]);
  return (
    <>
      {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {!executions && query.isPending && <Skeleton rows={3} />}
      {executions?.length === 0 && <p className="panel px-4 py-6 text-soft">{t("executions.noneOfWorkflow")}</p>}
      {executions !== undefined && executions.length > 0 && <ExecutionRows executions={executions} ofOne more={more} className="max-h-96" />}
    </>
  );
}
