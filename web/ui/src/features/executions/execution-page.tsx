import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { executionQuery, isOver } from "@/api/executions";
import { workflowQuery } from "@/api/workflows";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { Ending } from "./ending";
import { Heading } from "./heading";
import { Logs } from "./logs";
import { OutputPanel } from "./output-panel";
import { RunGraph } from "./run-graph";
import { TapeStrip } from "./tape-strip";
import { Tracks } from "./tracks";
import { useWatch, useWatched, WatchProvider } from "@/run/watch";

export function ExecutionPage({ id }: { id: string }) {
  const store = useWatched(id);
  return (
    <WatchProvider value={store}>
      <Watched id={id} />
    </WatchProvider>
  );
}

function Watched({ id }: { id: string }) {
  const execution = useQuery(executionQuery(id));
  const { workflow_id: workflowId, workflow_version: version } = execution.data ?? {};
  const workflow = useQuery({ ...workflowQuery(workflowId ?? "", version), enabled: workflowId !== undefined });
  const definition = workflow.data?.definition;
  const lost = useWatch((watch) => watch.error);
  const problem = execution.data ? lost : (execution.error ?? lost);
  useTitle(workflow.data ? `${workflow.data.name}, execution` : "Execution");
  useFreshLists();

  if (problem) return <Trouble error={problem} onRetry={() => void execution.refetch()} />;
  return (
    <div className="space-y-4">
      <Heading id={id} execution={execution.data} workflowName={workflow.data?.name} />
      <TapeStrip />
      <Ending />
      {definition && <RunGraph definition={definition} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,30rem)]">
        <div className="min-w-0 space-y-4">
          <Tracks definition={definition} />
          <Logs definition={definition} />
        </div>
        <OutputPanel executionId={id} definition={definition} />
      </div>
    </div>
  );
}

/** Once it is over, what lists show of it is old. */
function useFreshLists(): void {
  const queries = useQueryClient();
  const over = useWatch((watch) => isOver(watch.story.status));
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: ["executions", "list"] });
  }, [over, queries]);
}
