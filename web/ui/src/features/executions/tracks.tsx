import { memo, useMemo } from "react";
import { isOver } from "@/api/executions";
import type { Definition } from "@/api/workflows";
import { useNow } from "@/components/now";
import { type State, StateIcon, stateLabel } from "@/components/status";
import { VirtualRows } from "@/components/virtual-rows";
import { nodeName } from "@/graph/names";
import { count, duration } from "@/lib/format";
import { itemsOut, lastRun, type Run, type Track } from "@/run/story";
import { span } from "./tape";
import { useWatch } from "@/run/watch";

const ROW = 36;
const COLUMNS = 
  "grid grid-cols-[minmax(0,1fr)_4rem_5rem] items-center gap-3 px-3.5 sm:grid-cols-[minmax(9rem,13rem)_4rem_4rem_5.5rem_minmax(6rem,1fr)]";

/** One line per node, with its runs as bars over the execution's time. */
export function Tracks({ definition }: { definition: Definition | undefined }) {
  const story = useWatch((watch) => watch.story);
  const running = story.requestedAt !== null && !isOver(story.status);
  const { from, to } = span(story, useNow(running ? 100 : null));
  const rows = useMemo(() => rowsOf(definition, story.tracks), [definition, story.tracks]);
  if (rows.length === 0) return null;
  return (
    <section aria-label="Nodes" className="panel overflow-hidden">
      <div className={`${COLUMNS} h-9 border-b border-line text-xs font-medium text-faint`} aria-hidden>
        <span>Node</span>
        <span className="hidden text-right sm:block">Items in</span>
        <span className="text-right">Items out</span>
        <span className="text-right">Duration</span>
        <span className="hidden justify-between sm:flex">
          <span>0</span>
          <span className="figures">{duration(to - from)}</span>
        </span>
      </div>
      <VirtualRows
        label="Node runs"
        count={rows.length}
        rowHeight={ROW}
        className="max-h-[18.1rem]"
        row={(index) => {
          const row = rows[index] as Row;
          return <TrackRow nodeId={row.nodeId} name={row.name} track={row.track} from={from} to={to} />;
        }}
      />
    </section>
  );
}

interface Row {
  nodeId: string;
  name: string;
  track: Track | undefined;
}

/** The definition's nodes in its order, then those that ran and aren't in it. */
function rowsOf(definition: Definition | undefined, tracks: ReadonlyMap<string, Track>): Row[] {
  const left = new Map(tracks);
  const known = (definition?.nodes ?? []).map((node) => {
    const track = left.get(node.id);
    left.delete(node.id);
    return { nodeId: node.id, name: nodeName(node), track };
  });
  return [...known, ...[...left.values()].map((track) => ({ nodeId: track.nodeId, name: track.name, track }))];
}

const TrackRow = memo(function TrackRow({ nodeId, name, track, from, to }: Row & { from: number; to: number }) {
  const selected = useWatch((watch) => watch.selected === nodeId);
  const select = useWatch((watch) => watch.select);
  const run = lastRun(track);
  const state: State = run?.state ?? "idle";
  return (
    <button
      type="button"
      aria-pressed={selected}
      data-track={nodeId}
      data-state={state}
      onClick={() => select(nodeId)}
      className={`${COLUMNS} figures h-full w-full text-left text-sm focus-visible:-outline-offset-2 ${selected ? "bg-sunk/70 shadow-[inset_3px_0_var(--ink)]" : "hover:bg-sunk/50"}`}
    >
      <span className="flex min-w-0 items-center gap-2">
        <StateIcon state={state} />
        <span className="truncate font-medium" title={name}>
          {name}
        </span>
        <span className="sr-only">{stateLabel(state)}</span>
        {track && track.runs.length > 1 && <span className="text-xs text-faint">×{count(track.runs.length)}</span>}
      </span>
      <span className="hidden text-right text-soft sm:block">{run && count(run.itemsIn)}</span>
      <span className="text-right text-soft">{run?.state === "completed" && count(itemsOut(run))}</span>
      <span className="text-right text-soft">{run && duration(run.durationMs ?? Math.max(0, to - run.startedAt))}</span>
      <Bars runs={track?.runs ?? []} from={from} to={to} />
    </button>
  );
});

const FILLS: Record<Run["state"], string> = {
  running: "bg-run",
  waiting: "bg-wait",
  completed: "bg-good",
  failed: "bg-bad",
  stopped: "bg-rest",
};

const MOST_BARS = 200;

function Bars({ runs, from, to }: { runs: readonly Run[]; from: number; to: number }) {
  return (
    <span className="relative hidden h-2.5 sm:block rounded-full bg-line/60" aria-hidden>
      {runs.slice(-MOST_BARS).map((run) => {
        const left = Math.max(0, Math.min(1, (run.startedAt - from) / (to - from)));
        const right = Math.max(left, Math.min(1, ((run.endedAt ?? to) - from) / (to - from)));
        return (
          <span
            key={`${run.runIndex} ${run.attempt}`}
            className={`absolute inset-y-0 min-w-1 rounded-full ${FILLS[run.state]}`}
            style={{ left: `min(${left * 100}%, 100% - 0.25rem)`, width: `${(right - left) * 100}%` }}
          />
        );
      })}
    </span>
  );
}
