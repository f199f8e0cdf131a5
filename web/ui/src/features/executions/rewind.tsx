import { ChevronFirst, ChevronLast, Pause, Play as PlayIcon, StepBack, StepForward } from "lucide-react";
import { type ComponentType, useMemo } from "react";
import type { Action } from "@/actions/action";
import { useActions } from "@/actions/registry";
import { ActionButton } from "@/components/action-button";
import { t } from "@/i18n/i18n";
import { duration } from "@/lib/format";
import { useWatch, useWatchStore } from "@/run/watch";
import { TapeSlider } from "./tape-slider";
import { SPEEDS, usePlay } from "./use-play";
import { told } from "./words";

/** The tape with all its events: choose after which of them the execution is shown. */
export function Rewind({ nameOf }: { nameOf: (nodeId: string) => string }) {
  const store = useWatchStore();
  const play = usePlay();
  const place = useWatch((watch) => watch.place);
  const count = useWatch((watch) => watch.count);
  const { toggle } = play;
  const actions = useMemo(() => rewindActions(store, toggle), [store, toggle]);
  useActions(actions);
  const [first, back, forth, last] = actions;
  if (!first || !back || !forth || !last) return null;
  return (
    <section aria-label={t("rewind.label")} className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-card px-4 py-1.5" data-place={place ?? count} data-count={count}>
      <div className="flex items-center">
        <ActionButton action={first} />
        <ActionButton action={back} />
        <button
          type="button"
          aria-label={t(play.playing ? "rewind.pause" : "rewind.play")}
          title={`${t(play.playing ? "rewind.pause" : "rewind.play")} (P)`}
          disabled={count === 0}
          onClick={play.toggle}
          className="mx-0.5 grid size-8 place-items-center rounded-full bg-ink text-onink hover:bg-ink/85"
        >
          {play.playing ? <Pause size={15} fill="currentColor" aria-hidden /> : <PlayIcon size={15} fill="currentColor" className="ml-0.5" aria-hidden />}
        </button>
        <ActionButton action={forth} />
        <ActionButton action={last} />
      </div>
      <label className="flex items-center gap-1.5 text-xs text-faint">
        <span className="sr-only">{t("rewind.speed")}</span>
        <select className="field h-7 w-30 px-1.5 py-0 text-xs" value={play.speed} onChange={(event) => play.setSpeed(Number(event.target.value))}>
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              {t("rewind.perSecond", { count: speed })}
            </option>
          ))}
        </select>
      </label>
      <TapeSlider nameOf={nameOf} />
      <Place nameOf={nameOf} />
    </section>
  );
}

function Place({ nameOf }: { nameOf: (nodeId: string) => string }) {
  const place = useWatch((watch) => watch.place ?? watch.count);
  const count = useWatch((watch) => watch.count);
  const event = useWatch((watch) => watch.reel.events[(watch.place ?? watch.count) - 1]);
  const requestedAt = useWatch((watch) => watch.head.requestedAt);
  const passed = event && requestedAt !== null ? `+${duration(Math.max(0, Date.parse(event.at) - requestedAt))}` : "";
  const text = event ? told(event, nameOf) : t("rewind.start");
  return (
    <p className="figures w-60 text-sm leading-tight" data-event={event?.type ?? ""}>
      <span className="block truncate font-medium" title={text}>
        {text}
      </span>
      <span className="block truncate text-xs text-faint">
        {t("rewind.place", { place, count })} {passed && `· ${passed}`}
      </span>
    </p>
  );
}

function rewindActions(store: ReturnType<typeof useWatchStore>, toggle: () => void): Action[] {
  const to = (wished: (place: number, count: number) => number) => () => {
    const { place, count, seek } = store.getState();
    seek(wished(place ?? count, count));
  };
  const action = (id: string, label: string, icon: ComponentType, shortcut: string, run: () => void): Action => ({
    id: `rewind-${id}`,
    label,
    section: "section.tape",
    icon: icon as NonNullable<Action["icon"]>,
    shortcuts: [shortcut],
    run,
  });
  return [
    action("first", t("rewind.first"), ChevronFirst, "home", to(() => 0)),
    action("back", t("rewind.back"), StepBack, "arrowleft", to((place) => place - 1)),
    action("forth", t("rewind.forth"), StepForward, "arrowright", to((place) => place + 1)),
    action("last", t("rewind.last"), ChevronLast, "end", to((_, count) => count)),
    { id: "rewind-play", label: t("rewind.toggle"), section: "section.tape", icon: PlayIcon, shortcuts: ["p"], run: toggle },
  ];
}
