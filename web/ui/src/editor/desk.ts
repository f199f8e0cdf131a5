import { create } from "zustand";
import type { DocEdge, Point } from "@/document/definition";
import type { Slot } from "@/graph/sequence/slots";
import type { LooseEnd } from "./compose";

/** Where the next node is chosen, and what it will hang on. */
export interface Picking {
  /** On the screen. */
  screen: Point;
  /** On the canvas. */
  at: Point;
  end: LooseEnd | null;
  edge: DocEdge | null;
  /** In the list: it goes in here, instead of where the others say. */
  slot?: Slot;
}

/** A node that is being connected to another by name. */
export interface Connecting {
  node: string;
  /** Its end of the connection. */
  side: "source" | "target";
  /** Null: to be chosen. */
  port: string | null;
  /** The key of the connection that it replaces. */
  instead: string | null;
}

/** What is chosen and open in the editor: of this tab alone, and gone with it. */
export interface Desk {
  /** Ids of nodes and notes. */
  chosen: ReadonlySet<string>;
  /** Keys of edges. */
  edges: ReadonlySet<string>;
  /** The node whose panel is open. */
  open: string | null;
  /** The panel takes all of the canvas. */
  roomy: boolean;
  renaming: string | null;
  connecting: Connecting | null;
  /** The node into one of whose connections another is put. */
  inserting: string | null;
  picking: Picking | null;
  dialog: "commands" | "shortcuts" | null;
}

const NONE: ReadonlySet<string> = new Set();
const CLEAR: Desk = { chosen: NONE, edges: NONE, open: null, roomy: false, renaming: null, connecting: null, inserting: null, picking: null, dialog: null };

export const useDesk = create<Desk>(() => CLEAR);

export function desk(): Desk {
  return useDesk.getState();
}

export function clearDesk(): void {
  useDesk.setState(CLEAR);
}

export function choose(ids: Iterable<string>, edges: Iterable<string> = []): void {
  useDesk.setState({ chosen: new Set(ids), edges: new Set(edges) });
}

/** Show a node's panel. */
export function openNode(nodeId: string): void {
  useDesk.setState({ open: nodeId, chosen: new Set([nodeId]), edges: NONE });
}
