import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { executionPages, type Status, STATUSES } from "@/api/executions";
import { workflowPages } from "@/api/workflows";
import { Empty } from "@/components/empty";
import { More } from "@/components/more";
import { Skeleton } from "@/components/skeleton";
import { stateLabel } from "@/components/status";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { ExecutionTable } from "./execution-table";

export function ExecutionsPage() {
  useTitle("Executions");
  const [status, setStatus] = useState<Status | undefined>();
  const query = useInfiniteQuery({ ...executionPages({ status }), placeholderData: keepPreviousData });
  const names = useWorkflowNames();
  const executions = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-3">
        <h1 className="text-2xl font-semibold tracking-tight">Executions</h1>
        <div className="flex items-center gap-2 text-sm">
          <label htmlFor="status" className="text-soft">
            Status
          </label>
          <select
            id="status"
            className="field w-40"
            value={status ?? ""}
            onChange={(event) => setStatus(STATUSES.find((known) => known === event.target.value))}
          >
            <option value="">Any</option>
            {STATUSES.map((known) => (
              <option key={known} value={known}>
                {stateLabel(known)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {!executions && query.isPending && <Skeleton rows={6} />}
      {executions?.length === 0 && (status ? <NoneOf status={status} /> : <NoneYet />)}
      {executions !== undefined && executions.length > 0 && <ExecutionTable executions={executions} workflows={names} />}
      <More query={query} />
    </>
  );
}

/** Of the newest workflows; an execution of an older one is listed by its own id. */
function useWorkflowNames(): ReadonlyMap<string, string> {
  const pages = useInfiniteQuery(workflowPages("")).data?.pages;
  return useMemo(() => new Map(pages?.flatMap((page) => page.items.map(({ id, name }) => [id, name] as const))), [pages]);
}

function NoneYet() {
  return (
    <Empty title="Nothing has run yet">
      Open a workflow and press Run, or send something to its webhook. Each run is recorded event by event and can be
      looked at live and ever after.
    </Empty>
  );
}

function NoneOf({ status }: { status: Status }) {
  return <Empty title={`None ${stateLabel(status).toLowerCase()}`}>Choose another status to see the rest.</Empty>;
}
