import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { Plus, Trash2 } from "lucide-react";
import { memo, useRef, useState } from "react";
import { useReactFlow } from "@xyflow/react";
import { useOpen } from "@/document/context";
import { useDesk } from "@/editor/desk";
import { edgePath } from "@/graph/edge-path";
import { t } from "@/i18n/i18n";
import { count } from "@/lib/format";
import { itemsOver, runOf, useLive } from "@/run/live";
import type { FlowEdge } from "./flow";

const LINGER = 250;

export const Link = memo(function Link(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected = false, data } = props;
  const [path, x, y] = edgePath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const [hovered, setHovered] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const source = data?.edge.source ?? "";
  const port = data?.edge.source_port ?? "main";
  const items = useLive((live) => itemsOver(live, source, port));
  const failed = useLive((live) => port === "error" && runOf(live, source)?.state === "failed");
  const look = selected ? "var(--ink)" : failed ? "var(--bad)" : items !== null && items > 0 ? "var(--good)" : "var(--edge)";
  const enter = () => {
    clearTimeout(leaving.current);
    setHovered(true);
  };
  const leave = () => (leaving.current = setTimeout(() => setHovered(false), LINGER));
  return (
    <>
      <g onPointerEnter={enter} onPointerLeave={leave} data-edge={id}>
        <BaseEdge id={id} path={path} interactionWidth={22} style={{ stroke: look, strokeWidth: selected || hovered ? 2.4 : 1.7 }} markerEnd="url(#flow-arrow)" />
      </g>
      {(hovered || selected || items !== null) && (
        <EdgeLabelRenderer>
          <span
            className="nodrag nopan pointer-events-auto absolute flex items-center gap-1"
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            onPointerEnter={enter}
            onPointerLeave={leave}
          >
            {hovered || selected ? <Tools edge={props} /> : items !== null && <Items count={items} />}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

function Items({ count: items }: { count: number }) {
  return (
    <span className="figures rounded-full border border-line bg-card px-1.5 text-[11px] leading-4 font-medium text-soft" data-items={items}>
      <span aria-hidden>{count(items)}</span>
      <span className="sr-only">{t("items", { count: items })}</span>
    </span>
  );
}

const TOOL = "grid size-6 place-items-center rounded-full border border-line bg-card text-soft shadow-(--shadow) hover:border-ink hover:text-ink";

function Tools({ edge: { data } }: { edge: EdgeProps<FlowEdge> }) {
  const open = useOpen();
  const { screenToFlowPosition } = useReactFlow();
  const edge = data?.edge;
  if (!edge) return null;
  return (
    <>
      <button
        type="button"
        className={TOOL}
        aria-label={t("edge.insert")}
        title={t("edge.insert")}
        onClick={({ clientX: x, clientY: y }) =>
          useDesk.setState({ picking: { screen: { x, y }, at: screenToFlowPosition({ x, y }), end: null, edge } })
        }
      >
        <Plus size={14} aria-hidden />
      </button>
      <button
        type="button"
        className={TOOL}
        aria-label={t("edge.delete")}
        title={t("edge.delete")}
        onClick={() => open.edit("edit.delete", [{ type: "remove_connection", ...edge }])}
      >
        <Trash2 size={13} aria-hidden />
      </button>
    </>
  );
}
