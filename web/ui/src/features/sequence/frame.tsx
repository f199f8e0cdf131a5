import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useDesk } from "@/editor/desk";
import { fold, unfold, useFolded } from "./folded";
import { heightOf, indentOf } from "./geometry";
import type { RowProps } from "./row-props";

interface Props extends RowProps {
  label: string;
  className?: string;
  children: ReactNode;
  extra?: Record<`data-${string}`, string> & { draggable?: boolean; onDragStart?: React.DragEventHandler; onClick?: () => void };
}

/** A row of any kind: where it stands, how deep it hangs, and how it is reached. */
export function Frame({ row, index, top, isAt, go, label, className = "", children, extra }: Props) {
  const isFolded = useFolded(({ keys }) => keys.has(row.key));
  const isChosen = useDesk((desk) => row.kind === "step" && desk.chosen.has(row.id));
  const indent = indentOf(row.level);
  return (
    <div
      role="row"
      aria-label={label}
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-rowindex={index + 1}
      aria-expanded={row.hasRows ? !isFolded : undefined}
      aria-selected={isChosen}
      tabIndex={isAt ? 0 : -1}
      data-row={row.key}
      {...extra}
      className={`group/row absolute inset-x-3 flex items-center rounded-[8px] outline-offset-[-2px] ${className}`}
      style={{ top, height: heightOf(row), paddingLeft: indent }}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !isAt) go(row.key);
      }}
      onMouseDown={(event) => {
        // It would mark the text between.
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => {
        const how = event.shiftKey ? "extend" : event.ctrlKey || event.metaKey ? "toggle" : undefined;
        go(row.key, how);
        if (how === undefined) extra?.onClick?.();
      }}
      onContextMenu={() => {
        if (!isChosen) go(row.key);
      }}
    >
      <Rails level={row.level} />
      <Fold rowKey={row.key} isFolded={isFolded} hasRows={row.hasRows} />
      {children}
    </div>
  );
}

/** Lines from what it hangs on. */
function Rails({ level }: { level: number }) {
  return Array.from({ length: Math.ceil((level - 1) / 2) }, (_, place) => (
    <span key={place} aria-hidden className="pointer-events-none absolute inset-y-0 w-px bg-edge/50" style={{ left: indentOf(place * 2 + 2) + 11 }} />
  ));
}

function Fold({ rowKey, isFolded, hasRows }: { rowKey: string; isFolded: boolean; hasRows: boolean }) {
  if (!hasRows) return <span className="w-6 shrink-0" />;
  return (
    <span
      aria-hidden
      className="grid size-6 shrink-0 cursor-pointer place-items-center rounded text-faint hover:text-ink"
      onClick={(event) => {
        event.stopPropagation();
        if (isFolded) unfold(rowKey);
        else fold(rowKey);
      }}
    >
      <ChevronRight size={14} className={isFolded ? "" : "rotate-90"} />
    </span>
  );
}
