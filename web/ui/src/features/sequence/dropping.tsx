import { useQuery } from "@tanstack/react-query";
import type { Virtualizer } from "@tanstack/react-virtual";
import { type DragEvent, type RefObject, useState } from "react";
import { nodeTypesQuery } from "@/api/node-types";
import { useOpen } from "@/document/context";
import { choose } from "@/editor/desk";
import { added, moved } from "@/graph/sequence/edits";
import type { Row } from "@/graph/sequence/rows";
import { slotsOf } from "@/graph/sequence/slots";
import { indentOf, nearest, shownAbove, type Target } from "./geometry";
import type { Shown } from "./use-list";

/** What a row that is dragged puts on the pointer. */
export const DRAGGED_STEP = "application/x-flowtape-step";

interface Line {
  top: number;
  level: number;
}

/** Steps and node types that are dropped between rows. */
export function useDropping(box: RefObject<HTMLDivElement | null>, shown: Shown, virtual: Virtualizer<HTMLDivElement, Element>, draggedType: string) {
  const open = useOpen();
  const types = useQuery(nodeTypesQuery).data;
  const [target, setTarget] = useState<(Target & Line) | null>(null);
  const over = ({ clientX, clientY }: DragEvent): (Target & Line) | null => {
    const { current } = box;
    if (!current) return null;
    const tree = current.querySelector("[role=treegrid]")?.getBoundingClientRect();
    if (!tree) return null;
    const { gap, tops } = gapAt(shown.rows, virtual, clientY - tree.top);
    const found = nearest(targetsOf(shown), gap, clientX - tree.left - 40);
    return found && { ...found, top: tops(found.above), level: found.place.level };
  };
  const isOurs = ({ dataTransfer: { types: kinds } }: DragEvent) => kinds.includes(DRAGGED_STEP) || kinds.includes(draggedType);
  const dropped = (event: DragEvent) => {
    const at = over(event);
    setTarget(null);
    if (!at) return;
    const step = event.dataTransfer.getData(DRAGGED_STEP);
    const type = types?.get(event.dataTransfer.getData(draggedType));
    if (step !== "") {
      const commands = moved(shown.list, step, at.place.slot);
      if (commands.length > 0) open.edit("edit.move", commands);
      choose([step]);
    } else if (type) {
      const { node, commands } = added(shown.list, type, type.inputs.length === 0 ? null : at.place.slot);
      open.edit("edit.addNode", commands);
      choose([node.id]);
    }
  };
  return {
    target,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!isOurs(event)) return;
        event.preventDefault();
        const at = over(event);
        setTarget((before) => (before?.top === at?.top && before?.level === at?.level ? before : at));
      },
      onDragLeave: (event: DragEvent) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setTarget(null);
      },
      onDrop: (event: DragEvent) => {
        if (!isOurs(event)) return;
        event.preventDefault();
        dropped(event);
      },
    },
  };
}

function targetsOf({ list, rows, placeOf }: Shown): Target[] {
  return slotsOf(list.wiring, list.sequence).flatMap((place) => {
    const above = shownAbove(place, list.sequence.rows, placeOf, rows.length);
    return above === null ? [] : [{ place, above }];
  });
}

/** The gap between rows that is nearest to this height, and where gaps are. */
function gapAt(rows: readonly Row[], virtual: Virtualizer<HTMLDivElement, Element>, y: number) {
  const places = virtual.measurementsCache;
  const tops = (gap: number) => places[gap]?.start ?? places.at(-1)?.end ?? 0;
  const item = virtual.getVirtualItemForOffset(y);
  if (!item) return { gap: rows.length, tops };
  return { gap: y > item.start + item.size / 2 ? item.index + 1 : item.index, tops };
}

export function DropLine({ target }: { target: Line | null }) {
  if (!target) return null;
  return (
    <div aria-hidden data-drop className="pointer-events-none absolute right-4 z-10 h-0.5 rounded bg-run" style={{ top: target.top - 1, left: 40 + indentOf(target.level) }}>
      <span className="absolute -top-1 -left-1 size-2.5 rounded-full bg-run" />
    </div>
  );
}
