import type { NodeTypeInfo } from "@/api/node-types";
import { NodeIcon } from "@/graph/icons";

export function TypeRow({ type }: { type: NodeTypeInfo }) {
  return (
    <>
      <span className="grid size-7 shrink-0 place-items-center rounded-[6px] bg-sunk text-soft">
        <NodeIcon name={type.icon} size={15} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 text-sm leading-[1.15rem]">{type.title}</span>
      </span>
    </>
  );
}
