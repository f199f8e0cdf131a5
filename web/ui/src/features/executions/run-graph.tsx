import { useQuery } from "@tanstack/react-query";
import { nodeTypesQuery } from "@/api/node-types";
import type { Definition } from "@/api/workflows";
import { type State, StateIcon, stateLabel } from "@/components/status";
import { Graph } from "@/graph/graph";
import { count } from "@/lib/format";
import { lastRun } from "@/run/story";
import { useWatch } from "@/run/watch";

export function RunGraph({ definition }: { definition: Definition }) {
  const types = useQuery(nodeTypesQuery).data;
  const selected = useWatch((watch) => watch.selected);
  const select = useWatch((watch) => watch.select);
  if (definition.nodes.length === 0) return null;
  return (
    <section aria-label="Nodes on the graph" className="panel">
      <Graph definition={definition} types={types} selected={selected} onSelect={select} Badge={StateBadge} Note={ItemsNote} />
    </section>
  );
}

const RINGS: Partial<Record<State, string>> = {
  running: "border-run",
  waiting: "border-wait",
  completed: "border-good/70",
  failed: "border-bad",
};

function StateBadge({ nodeId }: { nodeId: string }) {
  const state: State = useWatch((watch) => lastRun(watch.story.tracks.get(nodeId))?.state ?? "idle");
  const runs = useWatch((watch) => watch.story.tracks.get(nodeId)?.runs.length ?? 0);
  return (
    <span className="flex items-center gap-1 text-xs" data-state={state}>
      {RINGS[state] && <span className={`pointer-events-none absolute -inset-px rounded-[10px] border-2 ${RINGS[state]}`} />}
      {runs > 1 && <span className="figures text-faint">×{count(runs)}</span>}
      {state !== "idle" && <StateIcon state={state} size={16} />}
      <span className="sr-only">{stateLabel(state)}</span>
    </span>
  );
}

/** How many items have gone over a link so far. */
function ItemsNote({ source, port }: { source: string; port: string }) {
  const items = useWatch((watch) => {
    const ran = watch.story.tracks.get(source)?.runs.filter((run) => run.state === "completed") ?? [];
    return ran.length === 0 ? null : ran.reduce((sum, run) => sum + (run.itemsOut.get(port) ?? 0), 0);
  });
  if (items === null) return null;
  return <span className="figures rounded bg-sunk px-1.5 py-px font-medium">{count(items)}</span>;
}
