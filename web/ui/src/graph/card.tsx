import { type ComponentType, memo } from "react";
import type { NodeTypeInfo } from "@/api/node-types";
import type { NodeDefinition } from "@/api/workflows";
import { NodeIcon } from "./icons";
import { CARD } from "./layout";
import { nodeName } from "./names";

interface Props {
  node: NodeDefinition;
  x: number;
  y: number;
  type: NodeTypeInfo | undefined;
  selected: boolean;
  onSelect: ((nodeId: string) => void) | undefined;
  Badge: ComponentType<{ nodeId: string }> | undefined;
}

export const Card = memo(function Card({ node, x, y, type, selected, onSelect, Badge }: Props) {
  const look = `absolute flex items-center gap-2.5 rounded-[10px] border bg-card px-2.5 text-left shadow-(--shadow) ${
    selected ? "border-ink outline-2 outline-ink" : "border-edge/60"
  } ${node.disabled ? "opacity-50" : ""}`;
  const style = { left: x, top: y, width: CARD.width, height: CARD.height };
  const inside = (
    <>
      <span className="grid size-9 shrink-0 place-items-center rounded-[7px] bg-sunk text-soft">
        <NodeIcon name={type?.icon} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 text-[13px] leading-[1.2] font-medium wrap-anywhere">{nodeName(node)}</span>
        <span className="mt-px block truncate text-xs leading-4 text-faint">
          {type?.title ?? node.type}
          {node.disabled && ", disabled"}
        </span>
      </span>
      {Badge && <Badge nodeId={node.id} />}
    </>
  );
  if (!onSelect) return <div className={look} style={style}>{inside}</div>;
  return (
    <button
      type="button"
      className={`${look} hover:border-ink`}
      style={style}
      aria-pressed={selected}
      data-node={node.id}
      title={nodeName(node)}
      onClick={() => onSelect(node.id)}
    >
      {inside}
    </button>
  );
});
