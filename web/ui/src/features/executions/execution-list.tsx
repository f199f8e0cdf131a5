import { useInfiniteQuery } from "@tanstack/react-query";
import { executionPages } from "@/api/executions";
import { More } from "@/components/more";
import { Skeleton } from "@/components/skeleton";
import { Trouble } from "@/components/trouble";
import { ExecutionTable } from "./execution-table";

/** One workflow's executions. */
export function ExecutionList({ workflowId }: { workflowId: string }) {
  const query = useInfiniteQuery(executionPages({ workflowId }));
  const executions = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {!executions && query.isPending && <Skeleton rows={3} />}
      {executions?.length === 0 && (
        <p className="panel px-4 py-6 text-soft">It has not run yet. Press Run, and every step of it is recorded here.</p>
      )}
      {executions !== undefined && executions.length > 0 && <ExecutionTable executions={executions} />}
      <More query={query} />
    </>
  );
}
