import { useStore, ViewportPortal } from "@xyflow/react";
import { createContext, useContext } from "react";
import { useOpenState } from "@/document/context";
import { CARD_WIDTH } from "@/editor/geometry";
import type { FlowNode } from "./flow";

/** Below this zoom nothing can be read any more. */
const FAR = 0.3;
const MANY = 200;

/** Whether so much is seen from so far that cards are only shapes, and connections only lines. */
export function useFar(count: number): boolean {
  return useStore(({ transform }) => transform[2] < FAR) && count > MANY;
}

export const FarContext = createContext(false);

export function useIsFar(): boolean {
  return useContext(FarContext);
}

/** All connections as one line: each as an element of its own would cost more than everything else. */
export function FarLinks({ nodes }: { nodes: readonly FlowNode[] }) {
  const edges = useOpenState(({ doc }) => doc.edges);
  const places = new Map(nodes.map((node) => [node.id, node]));
  let path = "";
  for (const { source, target } of edges.values()) {
    const [from, to] = [places.get(source), places.get(target)];
    if (from && to) path += `M${from.position.x + CARD_WIDTH} ${middle(from)}L${to.position.x} ${middle(to)}`;
  }
  return (
    <ViewportPortal>
      <svg className="pointer-events-none absolute size-px overflow-visible" aria-hidden>
        <path d={path} fill="none" stroke="var(--edge)" strokeWidth={4} />
      </svg>
    </ViewportPortal>
  );
}

function middle({ position, height = 0 }: FlowNode): number {
  return position.y + height / 2;
}
