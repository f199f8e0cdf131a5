import type { ReactFlowInstance } from "@xyflow/react";
import type { NodeTypes } from "@/api/node-types";
import type { Point } from "@/document/definition";
import type { OpenWorkflow } from "@/document/open";
import { desk } from "@/editor/desk";
import { type Box, cardSize } from "@/editor/geometry";
import { portsOf } from "@/editor/ports";
import type { FlowEdge, FlowNode } from "@/features/canvas/flow";

export interface Around {
  open: OpenWorkflow;
  types: NodeTypes | undefined;
  flow: ReactFlowInstance<FlowNode, FlowEdge>;
  /** The middle of what is seen, on the screen. */
  middle: () => Point;
}

export const chosenNodes = ({ open }: Around) => [...open.doc.nodes.values()].filter(({ id }) => desk().chosen.has(id));
export const theOne = (around: Around) => (desk().chosen.size === 1 ? chosenNodes(around)[0] : undefined);
export const anyChosen = () => desk().chosen.size > 0;

export function boxOf({ types }: Around, node: ReturnType<typeof chosenNodes>[number]): Box {
  return { ...node.position, ...cardSize(portsOf(node, types?.get(node.type))) };
}
