import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Action } from "@/actions/action";
import { useActions } from "@/actions/registry";
import { ActionMenu } from "@/components/action-menu";
import { useOpen } from "@/document/context";
import { useClipboardEvents } from "@/editor/clipboard-events";
import { choose, desk, useDesk } from "@/editor/desk";
import { offerFocus } from "@/editor/focus";
import { type Row, stepKey } from "@/graph/sequence/rows";
import { t } from "@/i18n/i18n";
import { usePreferences } from "@/preferences/preferences";
import { useLive } from "@/run/live";
import { sequenceActions } from "./actions";
import { AddEnd } from "./add-end";
import { chosenBy } from "./choosing";
import { clipboardDeeds } from "./clipboard";
import { DropLine, useDropping } from "./dropping";
import { reveal } from "./folded";
import { heightOf } from "./geometry";
import type { Go } from "./row-props";
import { RowView } from "./row-view";
import { useShown } from "./use-list";
import { walking } from "./walking";

const MENU = [
  ["open", "rename", "disable", "jump"],
  ["add", "move-up", "move-down"],
  ["copy", "cut", "paste", "duplicate"],
  ["connect", "lead-elsewhere", "input-from", "unpin"],
  ["run-to", "run-from", "run-node"],
  ["delete"],
];

interface Props {
  /** Of the page around it, offered in menus as well. */
  actions: readonly Action[];
  /** What the palette puts on the pointer. */
  dragged: string;
  /** Shown while there are no nodes. */
  empty: ReactNode;
}

/** The workflow from top to bottom, branches below their nodes, for those who don't think in graphs. */
export function SequenceView({ actions: others, dragged, empty }: Props) {
  const open = useOpen();
  const shown = useShown();
  const { rows, placeOf, list } = shown;
  const box = useRef<HTMLDivElement>(null);
  const hint = useId();
  const [said, say] = useState("");
  const { at, go } = useWhereabouts(box, shown);
  const latest = useRef({ shown, at });
  useLayoutEffect(() => {
    latest.current = { shown, at };
  });
  const isPanelOpen = useDesk((desk) => desk.open !== null);
  const panelWidth = usePreferences((preferences) => preferences.panelWidth);

  const here = placeOf.get(at ?? "") ?? 0;
  const rangeExtractor = useCallback((range: Range) => [...new Set([...defaultRangeExtractor(range), ...(here < range.count ? [here] : [])])].sort((one, other) => one - other), [here]);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called anew on each render, nothing keeps them
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => heightOf(rows[index] as Row),
    getItemKey: (index) => (rows[index] as Row).key,
    rangeExtractor,
    overscan: 10,
    paddingStart: 12,
    paddingEnd: 12,
  });
  useEffect(() => virtual.measure(), [rows, virtual]);
  useInView(shown, (place) => virtual.scrollToIndex(place), at);

  const around = useMemo(
    () => ({
      open,
      shown: () => latest.current.shown,
      row: () => latest.current.shown.rows[latest.current.shown.placeOf.get(latest.current.at ?? focused(box.current) ?? "") ?? -1],
      go,
      say,
    }),
    [open, go],
  );
  const actions = useMemo(() => [...sequenceActions(around), ...walking(around, () => isHere(box.current), () => openMenu(box.current, latest.current.at))], [around]);
  useActions(actions);
  useClipboardEvents(useMemo(() => clipboardDeeds(around), [around]));
  const runNode = others.find(({ id }) => id === "run-node");
  const dropping = useDropping(box, shown, virtual, dragged);

  if (rows.length === 0) return <div className="grid size-full place-items-center p-6">{empty}</div>;
  return (
    <ActionMenu groups={MENU} actions={[...actions, ...others]}>
      <div
        ref={box}
        data-sequence
        className="size-full overflow-y-auto scroll-py-4 transition-[padding] motion-reduce:transition-none"
        style={isPanelOpen ? { paddingRight: panelWidth } : undefined}
        {...dropping.handlers}
      >
        <p id={hint} className="sr-only">
          {t("sequence.hint")}
        </p>
        <p role="status" className="sr-only">
          {said}
        </p>
        <div
          role="treegrid"
          aria-label={t("sequence.label")}
          aria-multiselectable
          aria-describedby={hint}
          aria-rowcount={rows.length}
          className="relative mx-auto max-w-4xl"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index] as Row;
            const isAt = row.key === at || (at === null && index === 0);
            return <RowView key={key} row={row} index={index} top={start} list={list} isAt={isAt} go={go} run={runNode} />;
          })}
          <DropLine target={dropping.target} />
        </div>
        <div className="mx-auto max-w-4xl">
          <AddEnd shown={shown} />
        </div>
      </div>
    </ActionMenu>
  );
}

/** The first row can have the focus before anybody has gone anywhere. */
function focused(box: HTMLElement | null): string | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-row]");
  return row && box?.contains(row) === true ? (row.dataset["row"] ?? null) : null;
}

/** Keys that walk are not taken from whatever else has the focus. */
function isHere(box: HTMLElement | null): boolean {
  const { activeElement } = document;
  return activeElement === document.body || activeElement?.id === "main" || box?.contains(activeElement) === true;
}

/** The menu that a press with the other button would show, below the row. */
export function openMenu(box: HTMLElement | null, key: string | null): void {
  const row = box?.querySelector(`[data-row="${CSS.escape(key ?? "")}"]`);
  if (!row) return;
  const { left, bottom } = row.getBoundingClientRect();
  row.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: left + 80, clientY: bottom - 6 }));
}

/** The row that has, or had, the focus. A step that has it is chosen, and one that is chosen elsewhere is where we are. */
function useWhereabouts(box: React.RefObject<HTMLDivElement | null>, { list }: ReturnType<typeof useShown>) {
  const chosen = useDesk((desk) => (desk.chosen.size === 1 ? ([...desk.chosen][0] ?? null) : null));
  const [wished, setWished] = useState<string | null>(null);
  /** What is chosen isn't where we are. */
  const [isApart, setApart] = useState(false);
  const anchor = useRef<string | null>(null);
  const [, drawAgain] = useState(0);
  const wanted = useRef<string | null>(null);
  const all = useRef(list.sequence.rows);
  useLayoutEffect(() => {
    all.current = list.sequence.rows;
  });

  const isStep = wished?.startsWith("step ") === true;
  const at = !isApart && chosen !== null && (wished === null || isStep) ? stepKey(chosen) : wished;
  const go = useCallback<Go>((key, how) => {
    reveal(all.current, key);
    setWished(key);
    setApart(how !== undefined);
    if (how !== "only") choose(chosenBy(all.current, desk().chosen, anchor.current, key, how));
    if (how !== "extend") anchor.current = key;
    wanted.current = key;
    drawAgain((times) => times + 1);
  }, []);
  useEffect(
    () =>
      offerFocus((id) => {
        const isThere = all.current.some(({ key }) => key === stepKey(id));
        if (isThere) go(stepKey(id));
        return isThere;
      }),
    [go],
  );
  // Once, as soon as the row is there: what is edited later must not take the focus from where somebody types.
  useEffect(() => {
    const row = wanted.current === null ? null : box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  return { at, go };
}

/** Where we are comes into view, and a node that a run fails at. */
function useInView({ list, placeOf }: ReturnType<typeof useShown>, show: (place: number) => void, at: string | null): void {
  const failed = useLive(({ story }) => (story.status === "failed" ? (story.error?.nodeId ?? null) : null));
  const latest = useRef({ list, placeOf, show });
  useLayoutEffect(() => {
    latest.current = { list, placeOf, show };
  });
  const place = placeOf.get(at ?? "");
  useEffect(() => {
    if (place !== undefined) latest.current.show(place);
  }, [at, place]);
  useEffect(() => {
    if (failed !== null) reveal(latest.current.list.sequence.rows, stepKey(failed));
  }, [failed]);
  const failedPlace = failed === null ? undefined : placeOf.get(stepKey(failed));
  useEffect(() => {
    if (failedPlace !== undefined) latest.current.show(failedPlace);
  }, [failed, failedPlace]);
}
