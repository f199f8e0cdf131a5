import { useState } from "react";
import { isOver } from "@/api/executions";
import type { Definition } from "@/api/workflows";
import { StatusPill } from "@/components/status";
import { nodeName } from "@/graph/names";
import { duration, moment } from "@/lib/format";
import { Output } from "./output";
import type { Run, Story, Track } from "@/run/story";
import { useWatch } from "@/run/watch";

interface Props {
  executionId: string;
  definition: Definition | undefined;
}

/** What the chosen node put out, run by run. */
export function OutputPanel({ executionId, definition }: Props) {
  const chosen = useWatch((watch) => watch.selected ?? result(watch.story));
  const track = useWatch((watch) => (chosen === null ? undefined : watch.story.tracks.get(chosen)));
  const node = definition?.nodes.find(({ id }) => id === chosen);
  const name = node ? nodeName(node) : (track?.name ?? chosen);
  return (
    <section aria-label="Output of the chosen node" className="panel">
      {chosen === null ? (
        <p className="p-4 text-sm text-faint">Choose a node to see what it put out. When the execution is over, its result is shown here.</p>
      ) : (
        <div key={chosen} className="flex max-h-[37.5rem] flex-col">
          <h2 className="border-b border-line px-4 py-3 font-semibold break-words">{name}</h2>
          {track ? <Runs executionId={executionId} track={track} /> : <NotRun />}
        </div>
      )}
    </section>
  );
}

/** Of an execution that is over, the node to look at first: the one that failed, or the one that ended last. */
function result(story: Story): string | null {
  if (!isOver(story.status)) return null;
  return story.error?.nodeId ?? lastCompleted(story.tracks);
}

function lastCompleted(tracks: ReadonlyMap<string, Track>): string | null {
  let best: { nodeId: string; at: number } | null = null;
  for (const { nodeId, runs } of tracks.values()) {
    const run = runs.at(-1);
    if (run?.state === "completed" && run.endedAt !== null && run.endedAt >= (best?.at ?? 0)) best = { nodeId, at: run.endedAt };
  }
  return best?.nodeId ?? null;
}

function NotRun() {
  return <p className="p-4 text-sm text-faint">This node has not run: nothing was delivered to it.</p>;
}

function Runs({ executionId, track }: { executionId: string; track: Track }) {
  const [place, setPlace] = useState<number | null>(null);
  const shown = Math.min(place ?? track.runs.length - 1, track.runs.length - 1);
  const run = track.runs[shown];
  if (!run) return <NotRun />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
        <StatusPill state={run.state} />
        {run.durationMs !== null && <span className="figures text-soft">{duration(run.durationMs)}</span>}
        <span className="text-faint">{moment(new Date(run.startedAt).toISOString())}</span>
        {track.runs.length > 1 && (
          <div className="ml-auto flex items-center gap-2">
            <label htmlFor="run" className="text-faint">
              Run
            </label>
            <select id="run" className="field h-8 w-auto py-0" value={shown} onChange={(event) => setPlace(Number(event.target.value))}>
              {track.runs.map((other, index) => (
                <option key={index} value={index}>
                  {runLabel(other)}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {run.error && (
        <pre className="mx-4 mb-3 max-h-64 overflow-auto rounded-[7px] bg-bad-wash p-3 font-mono text-sm break-words whitespace-pre-wrap text-bad">
          {run.error.message}
        </pre>
      )}
      {run.state === "completed" && <Output key={shown} executionId={executionId} nodeId={track.nodeId} run={run} />}
      {run.state === "running" && <p className="px-4 pb-4 text-sm text-faint">It is still running.</p>}
    </>
  );
}

function runLabel(run: Run): string {
  return run.attempt > 1 ? `${run.runIndex + 1}, attempt ${run.attempt}` : String(run.runIndex + 1);
}
