import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { executionQuery, isOver } from "@/api/executions";
import { workflowQuery } from "@/api/workflows";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { nodeName } from "@/graph/names";
import { t } from "@/i18n/i18n";
import { asksOf } from "@/run/asks";
import { useWatch, useWatched, WatchProvider } from "@/run/watch";
import { DataPane } from "./data-pane";
import { Decisions } from "./decisions";
import { Ending } from "./ending";
import { ForkDialog } from "./fork-dialog";
import { Header } from "./header";
import { Logs } from "./logs";
import { Rewind } from "./rewind";
import { Stage } from "./stage";
import { Timeline } from "./timeline";

export function ExecutionPage({ id }: { id: string }) {
  const store = useWatched(id);
  return (
    <WatchProvider value={store}>
      <Watched id={id} />
    </WatchProvider>
  );
}

/** One execution: canvas, timeline, data and logs, all as of the same place on its tape. */
function Watched({ id }: { id: string }) {
  const execution = useQuery(executionQuery(id));
  const { workflow_id: workflowId, workflow_version: version } = execution.data ?? {};
  const workflow = useQuery({ ...workflowQuery(workflowId ?? "", version), enabled: workflowId !== undefined });
  const definition = workflow.data?.definition;
  const lost = useWatch((watch) => watch.error);
  const problem = execution.data ? lost : (execution.error ?? lost);
  const [forking, setForking] = useState<{ from: string | null } | null>(null);
  const isLive = useWatch((watch) => watch.place === null);
  const isAsked = useWatch(({ head }) => asksOf(head).length > 0);
  const nameOf = useNames(definition);
  useTitle(execution.data?.workflow_name ?? t("executions.execution"));
  useFresh(id);

  if (problem) {
    return (
      <div className="p-6">
        <Trouble error={problem} onRetry={() => void execution.refetch()} />
      </div>
    );
  }
  return (
    <div className="flex h-full flex-col overflow-y-auto lg:overflow-hidden">
      <Header id={id} execution={execution.data} onFork={(from) => setForking({ from })} />
      <Rewind nameOf={nameOf} />
      <div className="grid min-h-0 flex-1 auto-rows-[24rem] grid-cols-1 gap-px bg-line lg:auto-rows-auto lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[minmax(0,11fr)_minmax(0,9fr)]">
        <Stage workflow={workflow.data}>
          <Ending nameOf={nameOf} isAsked={isLive && isAsked} />
          <Decisions executionId={id} />
        </Stage>
        <DataPane executionId={id} nameOf={nameOf} onFork={(from) => setForking({ from })} />
        <Timeline definition={definition} />
        <Logs nameOf={nameOf} />
      </div>
      {forking && definition && <ForkDialog id={id} definition={definition} from={forking.from} onClose={() => setForking(null)} />}
    </div>
  );
}

function useNames(definition: { nodes: Parameters<typeof nodeName>[0][] } | undefined): (nodeId: string) => string {
  const tracks = useWatch((watch) => watch.head.tracks);
  const names = useMemo(() => new Map((definition?.nodes ?? []).map((node) => [node.id, nodeName(node)])), [definition]);
  return useCallback((nodeId: string) => names.get(nodeId) ?? tracks.get(nodeId)?.name ?? nodeId, [names, tracks]);
}

/** What is read of it beside the tape is old once it waits, goes on or is over. */
function useFresh(id: string): void {
  const queries = useQueryClient();
  const status = useWatch((watch) => watch.head.status);
  const moved = useWatch(({ head }) => (head.status === "waiting" ? head.position : 0));
  useEffect(() => {
    if (status === "waiting" || isOver(status)) void queries.invalidateQueries({ queryKey: ["executions", "one", id] });
  }, [status, moved, id, queries]);
}
