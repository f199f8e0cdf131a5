import { type KeyboardEvent, type PointerEvent, useMemo, useState } from "react";
import { isOver } from "@/api/executions";
import { useNow } from "@/components/now";
import { t } from "@/i18n/i18n";
import { useWatch, useWatchStore } from "@/run/watch";
import { countAt, HIGH, type Mark, marks, placesOf, type Scale, span, WIDE } from "./tape";
import { told } from "./words";

const COLOURS: Record<Mark, string> = {
  log: "stroke-edge/70",
  rest: "stroke-soft",
  run: "stroke-run",
  wait: "stroke-wait",
  good: "stroke-good",
  bad: "stroke-bad",
};

/** Every event is a mark; the head of the recorder stands after the last one that is shown. */
export function TapeSlider({ nameOf }: { nameOf: (nodeId: string) => string }) {
  const store = useWatchStore();
  const [scale, setScale] = useState<Scale>("time");
  const count = useWatch((watch) => watch.count);
  const shown = useWatch((watch) => watch.place ?? watch.count);
  const event = useWatch((watch) => watch.reel.events[(watch.place ?? watch.count) - 1]);
  const { places, drawn, running } = useDrawn(scale);
  const at = shown === 0 ? 0 : shown === count && running && scale === "time" ? 1 : (places[shown - 1] ?? 0);

  const drag = ({ currentTarget, clientX, buttons }: PointerEvent<HTMLElement>) => {
    if (buttons === 0) return;
    const { left, width } = currentTarget.getBoundingClientRect();
    const x = (clientX - left) / width;
    store.getState().seek(x >= 1 ? count : x <= 0 ? 0 : countAt(places, x));
  };
  const page = (key: string) => (key === "PageUp" ? -1 : key === "PageDown" ? 1 : 0) * Math.max(10, Math.round(count / 20));
  const press = (pressed: KeyboardEvent) => {
    const step = page(pressed.key);
    if (step === 0) return;
    pressed.preventDefault();
    store.getState().seek(shown + step);
  };

  return (
    <div className="flex min-w-64 flex-1 items-center gap-2">
      <Reel full={1 - at} turning={running && shown === count} />
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("rewind.slider")}
        aria-valuemin={0}
        aria-valuemax={count}
        aria-valuenow={shown}
        aria-valuetext={event ? `${t("rewind.place", { place: shown, count })}: ${told(event, nameOf)}` : t("rewind.start")}
        className="relative h-7 min-w-0 flex-1 cursor-ew-resize touch-none"
        onPointerDown={(pressed) => {
          pressed.currentTarget.setPointerCapture(pressed.pointerId);
          drag(pressed);
        }}
        onPointerMove={drag}
        onKeyDown={press}
      >
        <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" className="size-full" aria-hidden>
          <rect width={WIDE} height={HIGH} rx="2" className="fill-sunk" />
          <path d="M0 2.5H1000M0 25.5H1000" className="stroke-line" strokeWidth="1" vectorEffect="non-scaling-stroke" />
          {Object.entries(COLOURS).map(([mark, stroke]) => (
            <path key={mark} d={drawn[mark as Mark]} className={stroke} strokeWidth="2" vectorEffect="non-scaling-stroke" />
          ))}
        </svg>
        <span className="pointer-events-none absolute inset-y-0 right-0 bg-card/70" style={{ left: `${at * 100}%` }} />
        <span className="pointer-events-none absolute -inset-y-1 w-[3px] -translate-x-1/2 rounded-full bg-tape" style={{ left: `${at * 100}%` }}>
          <span className="absolute -top-0.5 left-1/2 size-2.5 -translate-x-1/2 rounded-full bg-tape" />
        </span>
      </div>
      <Reel full={at} turning={running && shown === count} />
      <button
        type="button"
        aria-pressed={scale === "events"}
        title={t("rewind.scale")}
        onClick={() => setScale(scale === "time" ? "events" : "time")}
        className="h-7 w-20 shrink-0 rounded-[7px] border border-edge/70 text-xs text-soft hover:bg-sunk hover:text-ink"
      >
        {t(scale === "time" ? "rewind.byTime" : "rewind.byEvent")}
      </button>
    </div>
  );
}

function useDrawn(scale: Scale) {
  const head = useWatch((watch) => watch.head);
  const events = useWatch((watch) => watch.reel.events);
  const count = useWatch((watch) => watch.count);
  const running = head.requestedAt !== null && !isOver(head.status);
  const { from, to } = span(head, useNow(running ? 250 : null));
  // The events' list grows in place: its length says when it is another one.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const times = useMemo(() => events.map((event) => Date.parse(event.at)), [events, count]);
  const places = useMemo(() => placesOf(times, scale, from, to), [times, scale, from, to]);
  const drawn = useMemo(() => marks(events, places), [events, places]);
  return { places, drawn, running };
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
