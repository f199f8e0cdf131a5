import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { memo, type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { isOver } from "@/api/executions";
import type { Definition } from "@/api/workflows";
import { useNow } from "@/components/now";
import { type State, StateIcon, stateLabel } from "@/components/status";
import { VirtualRows } from "@/components/virtual-rows";
import { nodeName } from "@/graph/names";
import { t } from "@/i18n/i18n";
import { count, duration } from "@/lib/format";
import { hasOutput, itemsOut, lastRun, type Run, type Track } from "@/run/story";
import { useWatch, useWatchStore } from "@/run/watch";
import { BAR_HIGH, BAR_WIDE, bars, runAt, type Stretch, ticks, type Tone, within, zoomed } from "./bars";
import { span } from "./tape";

/** Behind this part of the axis there is no room for a label. */
const LAST_LABEL = 0.9;
const ROW = 32;
const COLUMNS = "grid grid-cols-[minmax(0,1fr)_3.5rem_4.5rem] items-center gap-2 px-3 sm:grid-cols-[minmax(7rem,11rem)_3rem_3rem_5.5rem_minmax(6rem,1fr)]";

/** One line for each node, with its runs, attempts, waits and pauses over time. */
export function Timeline({ definition }: { definition: Definition | undefined }) {
  const { all, now, begin } = useTimes();
  const tracks = useWatch((watch) => watch.story.tracks);
  const headTracks = useWatch((watch) => watch.head.tracks);
  const [zoom, setZoom] = useState<Stretch | null>(null);
  const { from, to } = zoom ? within(zoom, all) : all;
  const shown = useMemo(() => ({ from, to }), [from, to]);
  const names = useMemo(() => rowsOf(definition, headTracks), [definition, headTracks]);
  const nearer = (factor: number, around = (from + to) / 2) => setZoom(zoomed(shown, all, factor, around));
  return (
    <section aria-label={t("timeline.label")} className="relative flex min-h-0 flex-col bg-card">
      <div className={`${COLUMNS} h-9 shrink-0 overflow-hidden [scrollbar-gutter:stable] border-b border-line text-xs font-medium text-faint`}>
        <span className="flex items-center justify-between">
          <h2 className="text-sm font-semibold text-ink">{t("timeline.label")}</h2>
          <span className="flex">
            <Tool label={t("view.zoomOut")} disabled={zoom === null} onClick={() => nearer(2)} icon={ZoomOut} />
            <Tool label={t("view.zoomIn")} disabled={to - from <= 2} onClick={() => nearer(0.5)} icon={ZoomIn} />
            <Tool label={t("view.fit")} disabled={zoom === null} onClick={() => setZoom(null)} icon={Maximize} />
          </span>
        </span>
        <span className="hidden text-right sm:block">{t("timeline.in")}</span>
        <span className="text-right">{t("timeline.out")}</span>
        <span className="text-right">{t("executions.duration")}</span>
        <Axis shown={shown} begin={begin} onZoom={nearer} onPan={(by) => setZoom(zoom && within({ from: from + by, to: to + by }, all))} />
      </div>
      <VirtualRows
        label={t("timeline.rows")}
        count={names.length}
        rowHeight={ROW}
        className="min-h-0 flex-1 [scrollbar-gutter:stable]"
        row={(index) => {
          const row = names[index] as Row;
          const track = tracks.get(row.nodeId);
          const open = track?.runs.some((run) => run.endedAt === null || run.state === "retrying") === true;
          return <TrackRow nodeId={row.nodeId} name={row.name} track={track} shown={shown} now={open ? now : 0} />;
        }}
      />
    </section>
  );
}

/** All that the tape shows, and the moment of the place that is shown. */
function useTimes() {
  const head = useWatch((watch) => watch.head);
  const shownAt = useWatch((watch) => (watch.place === null ? null : watch.story.at));
  const running = head.requestedAt !== null && !isOver(head.status);
  const clock = useNow(running ? 250 : null);
  const { from, to } = span(head, clock);
  const all = useMemo(() => ({ from, to }), [from, to]);
  return { all, begin: from, now: shownAt ?? to };
}

interface Row {
  nodeId: string;
  name: string;
}

/** The definition's nodes in its order, then those that ran and aren't in it. */
function rowsOf(definition: Definition | undefined, tracks: ReadonlyMap<string, Track>): Row[] {
  const known = (definition?.nodes ?? []).map((node) => ({ nodeId: node.id, name: nodeName(node) }));
  const ids = new Set(known.map(({ nodeId }) => nodeId));
  return [...known, ...[...tracks.values()].filter(({ nodeId }) => !ids.has(nodeId))];
}

function Tool({ label, disabled, onClick, icon: Icon }: { label: string; disabled: boolean; onClick: () => void; icon: typeof ZoomIn }) {
  return (
    <button type="button" aria-label={label} title={label} disabled={disabled} onClick={onClick} className="grid size-6 place-items-center rounded text-soft hover:bg-sunk hover:text-ink disabled:opacity-35">
      <Icon size={14} aria-hidden />
    </button>
  );
}

function Axis({ shown, begin, onZoom, onPan }: { shown: Stretch; begin: number; onZoom: (factor: number, around: number) => void; onPan: (by: number) => void }) {
  const box = useRef<HTMLSpanElement>(null);
  const wheel = useRef<(event: WheelEvent) => void>(() => undefined);
  const length = shown.to - shown.from;
  useEffect(() => {
    wheel.current = (event) => {
      const { left, width } = (box.current as HTMLElement).getBoundingClientRect();
      event.preventDefault();
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) onPan(((event.deltaX || event.deltaY) / width) * length);
      else onZoom(event.deltaY < 0 ? 0.8 : 1.25, shown.from + ((event.clientX - left) / width) * length);
    };
  });
  useEffect(() => {
    const { current } = box;
    const turn = (event: WheelEvent) => wheel.current(event);
    current?.addEventListener("wheel", turn, { passive: false });
    return () => current?.removeEventListener("wheel", turn);
  }, []);
  return (
    <span ref={box} className="figures relative hidden h-full overflow-hidden font-normal sm:block" title={t("timeline.wheel")} aria-hidden>
      {ticks(shown, begin)
        .map((tick) => ({ tick, place: (tick + begin - shown.from) / length }))
        .map(({ tick, place }) => (
          <span key={tick} className="absolute inset-y-0 flex items-center whitespace-nowrap border-l border-line pl-1" style={{ left: `${place * 100}%` }}>
            {place < LAST_LABEL && duration(tick)}
          </span>
        ))}
      <Playhead shown={shown} />
    </span>
  );
}

function Playhead({ shown: { from, to } }: { shown: Stretch }) {
  const at = useWatch((watch) => (watch.place === null ? null : watch.story.at));
  if (at === null || at < from || at > to) return null;
  return <span className="pointer-events-none absolute inset-y-0 w-0.5 -translate-x-1/2 bg-tape" style={{ left: `${((at - from) / (to - from)) * 100}%` }} />;
}

const TrackRow = memo(function TrackRow({ nodeId, name, track, shown, now }: Row & { track: Track | undefined; shown: Stretch; now: number }) {
  const selected = useWatch((watch) => watch.selected === nodeId);
  const store = useWatchStore();
  const run = lastRun(track);
  const state: State = run?.state ?? "idle";
  const runs = track?.runs ?? [];
  const timeOf = ({ clientX, currentTarget }: MouseEvent) => {
    const box = (currentTarget.querySelector("[data-bars]") ?? currentTarget).getBoundingClientRect();
    return clientX < box.left ? null : shown.from + ((clientX - box.left) / box.width) * (shown.to - shown.from);
  };
  return (
    <button
      type="button"
      aria-pressed={selected}
      data-track={nodeId}
      data-state={state}
      onClick={(event) => {
        const time = event.detail === 0 ? null : timeOf(event);
        store.getState().select(nodeId, time === null ? null : runAt(runs, time));
      }}
      onMouseMove={(event) => {
        const time = timeOf(event);
        const hovered = time === null ? null : runAt(runs, time);
        event.currentTarget.title = hovered === null ? name : runTitle(runs[hovered] as Run);
      }}
      className={`${COLUMNS} figures h-full w-full text-left text-sm focus-visible:-outline-offset-2 ${selected ? "bg-sunk/70 shadow-[inset_3px_0_var(--ink)]" : "hover:bg-sunk/50"}`}
    >
      <span className="flex min-w-0 items-center gap-2">
        <StateIcon state={state} />
        <span className="truncate font-medium">{name}</span>
        <span className="sr-only">{stateLabel(state)}</span>
        {runs.length > 1 && <span className="text-xs text-faint">×{count(runs.length)}</span>}
      </span>
      <span className="hidden text-right text-soft sm:block">{run && count(run.itemsIn)}</span>
      <span className="text-right text-soft">{hasOutput(run) && count(itemsOut(run))}</span>
      <span className="text-right whitespace-nowrap text-soft">{run && duration(run.durationMs ?? Math.max(0, now - run.startedAt))}</span>
      <Bars runs={runs} shown={shown} now={now} />
    </button>
  );
});

function runTitle(run: Run): string {
  const what = t("run.nth", { number: run.runIndex + 1, attempt: run.attempt });
  return [what, stateLabel(run.state), run.durationMs === null ? "" : duration(run.durationMs)].filter(Boolean).join(" · ");
}

const FILLS: Record<Tone, string> = {
  running: "fill-run",
  waiting: "fill-wait",
  retrying: "fill-bad",
  completed: "fill-good",
  failed: "fill-bad",
  stopped: "fill-rest",
  pause: "fill-wait/60",
};
/** Threads below bars, waits above them. */
const ORDER: readonly Tone[] = ["pause", "completed", "stopped", "failed", "retrying", "running", "waiting"];

function Bars({ runs, shown, now }: { runs: readonly Run[]; shown: Stretch; now: number }) {
  const paths = useMemo(() => bars(runs, shown, now), [runs, shown, now]);
  return (
    <span className="relative hidden h-5 overflow-hidden sm:block" data-bars aria-hidden>
      <span className="absolute inset-x-0 top-1/2 h-px bg-line" />
      <svg viewBox={`0 0 ${BAR_WIDE} ${BAR_HIGH}`} preserveAspectRatio="none" className="absolute inset-0 size-full">
        {ORDER.map((tone) => paths[tone] !== undefined && <path key={tone} d={paths[tone]} className={FILLS[tone]} data-tone={tone} />)}
      </svg>
      <Playhead shown={shown} />
    </span>
  );
}
