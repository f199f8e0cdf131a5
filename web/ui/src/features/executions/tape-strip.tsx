import { useMemo } from "react";
import { isOver } from "@/api/executions";
import { useNow } from "@/components/now";
import { counted, duration } from "@/lib/format";
import { marks, sound, span } from "./tape";
import { useWatch } from "@/run/watch";

const COLOURS = { rest: "stroke-soft", run: "stroke-run", good: "stroke-good", bad: "stroke-bad" } as const;

/** The execution as a strip of tape: every event a mark, from when it was asked for to now or its end. */
export function TapeStrip() {
  const story = useWatch((watch) => watch.story);
  const running = story.requestedAt !== null && !isOver(story.status);
  const now = useNow(running ? 100 : null);
  const { from, to } = span(story, now);
  const drawn = useMemo(() => marks(story.ticks, from, to), [story.ticks, from, to]);
  const heard = useMemo(() => sound(story.logs, from, to), [story.logs, from, to]);
  const length = story.requestedAt === null ? "" : duration(to - from);
  return (
    <section aria-label={`Tape: ${counted(story.ticks.length, "event")}, ${length}`} className="panel flex items-center gap-3 px-3 py-2.5">
      <Reel turning={running} full={1 - drawn.wound} />
      <div className="relative min-w-0 flex-1">
        <svg viewBox="0 0 1000 28" preserveAspectRatio="none" className="h-7 w-full" aria-hidden>
          <rect width="1000" height="28" rx="2" className="fill-sunk" />
          <path d="M0 2.5H1000M0 25.5H1000" className="stroke-line" strokeWidth="1" vectorEffect="non-scaling-stroke" />
          <path d={heard} className="stroke-edge/70" strokeWidth="2" vectorEffect="non-scaling-stroke" />
          {Object.entries(COLOURS).map(([kind, stroke]) => (
            <path
              key={kind}
              d={drawn.paths[kind as keyof typeof COLOURS]}
              className={stroke}
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        {running && <span className="absolute inset-y-0 right-0 w-0.5 bg-tape" />}
      </div>
      <Reel turning={running} full={drawn.wound} />
      <p className="figures w-28 text-right text-sm leading-tight">
        <span className="block font-semibold">{length}</span>
        <span className="text-faint">{counted(story.ticks.length, "event")}</span>
      </p>
    </section>
  );
}

/** `full`: how much tape is wound on it, 0 to 1. */
function Reel({ turning, full }: { turning: boolean; full: number }) {
  return (
    <svg viewBox="0 0 30 30" className="size-7 shrink-0 text-soft" aria-hidden>
      <circle cx="15" cy="15" r={6.5 + 7.5 * full} className="fill-sunk stroke-edge" />
      <g className={turning ? "reel-turning" : ""} fill="none" stroke="currentColor" strokeWidth="1.4">
        <circle cx="15" cy="15" r="5" className="fill-card" />
        <path d="M15 10.5v3M11.1 17.3l2.6-1.5M18.9 17.3l-2.6-1.5" />
      </g>
    </svg>
  );
}
