import { ChevronLeft, ChevronRight, GitFork } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { isOver } from "@/api/executions";
import { Button } from "@/components/button";
import { FailureText } from "@/components/failure-text";
import { StatusPill } from "@/components/status";
import { portName } from "@/graph/names";
import { t } from "@/i18n/i18n";
import { clock, count, duration, shortId } from "@/lib/format";
import { type Ask, isKind } from "@/run/asks";
import type { Pause, Run, Story, Track } from "@/run/story";
import { wordsOf } from "@/run/waiting-words";
import { useWatch } from "@/run/watch";
import { Choice } from "./choice";
import { Items, type Place } from "./items";

interface Props {
  executionId: string;
  nameOf: (nodeId: string) => string;
  onFork: (nodeId: string) => void;
}

/** What the chosen node took in and put out, run by run, as of the place on the tape. */
export function DataPane({ executionId, nameOf, onFork }: Props) {
  const chosen = useWatch((watch) => watch.selected ?? result(watch.story));
  const track = useWatch((watch) => (chosen === null ? undefined : watch.story.tracks.get(chosen)));
  const over = useWatch(({ story }) => isOver(story.status));
  return (
    <section aria-label={t("data.label")} className="flex min-h-0 flex-col bg-card">
      {chosen === null ? (
        <p className="p-4 text-sm text-faint">{t("data.choose")}</p>
      ) : (
        <div key={chosen} className="flex min-h-0 flex-1 flex-col">
          <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line px-3">
            <h2 className="truncate text-sm font-semibold">{nameOf(chosen)}</h2>
            <Button look="quiet" className="ml-auto h-7 px-2" icon={<GitFork size={14} aria-hidden />} onClick={() => onFork(chosen)}>
              {t("fork.fromHere")}
            </Button>
          </div>
          {track && track.runs.length > 0 ? <Runs executionId={executionId} track={track} nameOf={nameOf} /> : <p className="p-3 text-sm text-faint">{t(over ? "data.notRun" : "data.notYetRun")}</p>}
        </div>
      )}
    </section>
  );
}

/** Of an execution that is over, the node to look at first: the one that failed, or the one that ended last. */
function result(story: Story): string | null {
  return isOver(story.status) ? (story.error?.nodeId ?? lastCompleted(story.tracks)) : null;
}

function lastCompleted(tracks: ReadonlyMap<string, Track>): string | null {
  let best: { nodeId: string; at: number } | null = null;
  for (const { nodeId, runs } of tracks.values()) {
    const run = runs.at(-1);
    if (run?.state === "completed" && run.endedAt !== null && run.endedAt >= (best?.at ?? 0)) best = { nodeId, at: run.endedAt };
  }
  return best?.nodeId ?? null;
}

function Runs({ executionId, track, nameOf }: { executionId: string; track: Track; nameOf: (nodeId: string) => string }) {
  const wished = useWatch((watch) => watch.run);
  const select = useWatch((watch) => watch.select);
  const last = track.runs.length - 1;
  const place = Math.min(wished ?? last, last);
  const run = track.runs[place] as Run;
  const pause = standing(run.pauses);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-sm">
        <StatusPill state={run.state} />
        {run.durationMs !== null && <span className="figures text-soft">{duration(run.durationMs)}</span>}
        <span className="figures text-faint">{clock(run.startedAt)}</span>
        {run.origin !== "run" && <span className="rounded bg-sunk px-1.5 text-xs text-soft">{origin(run.origin)}</span>}
        {last > 0 && (
          <span className="figures ml-auto flex items-center gap-1">
            <Step label={t("run.previous")} disabled={place === 0} onClick={() => select(track.nodeId, place - 1)} icon={ChevronLeft} />
            {t("run.ofMany", { number: run.runIndex + 1, attempt: run.attempt, place: count(place + 1), of: count(last + 1) })}
            <Step label={t("run.next")} disabled={place === last} onClick={() => select(track.nodeId, place + 1 === last ? null : place + 1)} icon={ChevronRight} />
          </span>
        )}
      </div>
      {run.error && <FailureText failure={run.error} className="mx-3 mb-2 max-h-40 rounded-[7px] p-2.5" />}
      {pause && <p className="px-3 pb-2 text-sm text-wait">{wordsOf(pause)}</p>}
      {run.children.length > 0 && <Called ids={run.children} />}
      <Sides key={`${run.runIndex} ${run.attempt} ${run.state}`} executionId={executionId} nodeId={track.nodeId} run={run} nameOf={nameOf} />
    </>
  );
}

/** What it stands still for at present. */
function standing(pauses: readonly Pause[]): Pick<Ask, "kind" | "message" | "until"> | null {
  const last = pauses.at(-1);
  return last?.to === null && isKind(last.kind) ? { ...last, kind: last.kind } : null;
}

function Step({ label, disabled, onClick, icon: Icon }: { label: string; disabled: boolean; onClick: () => void; icon: typeof ChevronLeft }) {
  return (
    <button type="button" aria-label={label} title={label} disabled={disabled} onClick={onClick} className="grid size-6 place-items-center rounded text-soft hover:bg-sunk disabled:opacity-35">
      <Icon size={15} aria-hidden />
    </button>
  );
}

function origin(name: string): string {
  const known = (["pinned", "given", "reused", "skipped"] as const).find((each) => each === name);
  return known ? t(`origin.${known}`) : name;
}

function Called({ ids }: { ids: readonly string[] }) {
  return (
    <p className="flex flex-wrap gap-2 px-3 pb-2 text-sm">
      {t("data.called")}
      {ids.slice(0, 20).map((id) => (
        <Link key={id} href={`/executions/${id}`} className="font-mono underline underline-offset-2">
          {shortId(id)}
        </Link>
      ))}
    </p>
  );
}

function Sides({ executionId, nodeId, run, nameOf }: { executionId: string; nodeId: string; run: Run; nameOf: (nodeId: string) => string }) {
  const tracks = useWatch((watch) => watch.story.tracks);
  const outputs = [...run.itemsOut].map(([port, total]): Tab => ({ label: port === "main" ? t("data.output") : `${t("data.output")} ${portName(port)}`, place: { executionId, nodeId, runIndex: run.runIndex, port, total, bytes: run.sizes.get(port) ?? 0 } }));
  const inputs = run.sources.slice(0, 20).flatMap(({ nodeId: from, runIndex, port }): Tab[] => {
    const source = tracks.get(from)?.runs.findLast((other) => other.runIndex === runIndex);
    if (!source?.itemsOut.has(port)) return [];
    return [{ label: `${t("data.input")}: ${nameOf(from)}`, place: { executionId, nodeId: from, runIndex, port, total: source.itemsOut.get(port) ?? 0, bytes: source.sizes.get(port) ?? 0 } }];
  });
  const tabs = [...outputs.filter(({ place }) => place.total > 0), ...outputs.filter(({ place }) => place.total === 0), ...inputs];
  const [chosen, setChosen] = useState(0);
  const tab = tabs[Math.min(chosen, tabs.length - 1)];
  if (!tab) return run.state === "running" ? <p className="px-3 pb-3 text-sm text-faint">{t("data.stillRunning")}</p> : null;
  const labels = tabs.map(({ label }, index) => (tabs.findIndex((other) => other.label === label) === index ? label : `${label} ${index + 1}`));
  return (
    <>
      <div className="shrink-0 border-y border-line px-3 py-1.5">
        <Choice label={t("data.sides")} options={labels} value={labels[tabs.indexOf(tab)] ?? ""} onChange={(label) => setChosen(labels.indexOf(label))} detail={(label) => count(tabs[labels.indexOf(label)]?.place.total ?? 0)} />
      </div>
      <Items key={labels[tabs.indexOf(tab)]} place={tab.place} />
    </>
  );
}

interface Tab {
  label: string;
  place: Place;
}
