import { type Connection, type Edge, type FinalConnectionState, type ReactFlowProps, useReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import type { NodeTypes } from "@/api/node-types";
import type { Command } from "@/document/commands";
import { useOpen } from "@/document/context";
import type { DocEdge, Point, Marked } from "@/document/definition";
import { connect, connectable, move } from "@/editor/compose";
import { openNode, useDesk } from "@/editor/desk";
import { CARD_WIDTH } from "@/editor/geometry";
import type { FlowEdge, FlowNode } from "./flow";

type Told = Pick<ReactFlowProps<FlowNode, FlowEdge>, "onNodeDragStop" | "onSelectionDragStop" | "onNodeClick" | "onPaneClick" | "onConnect" | "onConnectEnd" | "isValidConnection" | "onReconnect">;

/** What React Flow tells of the pointer. The same functions again and again: with others it would draw every node anew. */
export function useTold(types: NodeTypes | undefined, stopMoving: () => void): Told {
  const open = useOpen();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo((): Told => {
    const dragged = (all: readonly FlowNode[]) => {
      open.edit("edit.move", movesOf(all, open.doc.notes));
      stopMoving();
    };
    return {
      onNodeDragStop: (_event, _node, all) => dragged(all),
      onSelectionDragStop: (_event, all) => dragged(all),
      onNodeClick: (event, node) => {
        if (node.type === "step" && !event.shiftKey && !event.ctrlKey && !event.metaKey) openNode(node.id);
      },
      onPaneClick: () => useDesk.setState({ open: null }),
      onConnect: (made) => open.edit("edit.connect", [connect(link(made))]),
      onConnectEnd: (event, { isValid, fromNode, fromHandle, toNode }: FinalConnectionState) => {
        if (isValid === true || !fromNode || toNode) return;
        const screen = "changedTouches" in event ? touched(event) : { x: event.clientX, y: event.clientY };
        const end = { node: fromNode.id, port: fromHandle.id ?? "main", side: fromHandle.type };
        useDesk.setState({ picking: { screen, at: offset(screenToFlowPosition(screen), end.side), end, edge: null } });
      },
      isValidConnection: (made) => connectable(open.doc, types, link(made)),
      onReconnect: (old, made) => {
        if (old.data) open.edit("edit.connect", [{ type: "remove_connection", ...old.data.edge }, connect(link(made))]);
      },
    };
  }, [open, types, screenToFlowPosition, stopMoving]);
}

function link(made: Connection | Edge): DocEdge {
  return {
    source: made.source,
    source_port: made.sourceHandle ?? "main",
    target: made.target,
    target_port: made.targetHandle ?? "main",
  };
}

function movesOf(all: readonly FlowNode[], notes: readonly Marked[]): Command[] {
  const places = new Map(all.map(({ id, position }) => [id, { x: Math.round(position.x), y: Math.round(position.y) }]));
  const steps = all.filter(({ type }) => type === "step").map(({ id }) => move({ id }, places.get(id) as Point));
  const moved = notes.filter(({ id }) => places.has(id));
  return [...steps, ...moved.map((note): Command => ({ type: "change_note", note: { ...note, ...places.get(note.id) } }))];
}

function touched({ changedTouches }: TouchEvent): Point {
  return { x: changedTouches[0]?.clientX ?? 0, y: changedTouches[0]?.clientY ?? 0 };
}

/** So that the new node's port comes to lie where the connection was let go. */
function offset({ x, y }: Point, side: "source" | "target"): Point {
  return { x: side === "source" ? x : x - CARD_WIDTH, y: y - 30 };
}
