import type { Doc, DocEdge } from "@/document/definition";
import { useDesk } from "./desk";

/** Those of a node that something can be put into: first what leads on from it, then what leads to it. */
export function connectionsOf({ edges }: Doc, nodeId: string): DocEdge[] {
  const all = [...edges.values()];
  return [...all.filter(({ source }) => source === nodeId), ...all.filter(({ source, target }) => target === nodeId && source !== nodeId)];
}

/** Choose the type of the node that goes into a connection. */
export function pickInto(edge: DocEdge): void {
  const screen = { x: innerWidth / 2 - 144, y: innerHeight / 2 - 120 };
  useDesk.setState({ picking: { screen, at: { x: 0, y: 0 }, end: null, edge } });
}
