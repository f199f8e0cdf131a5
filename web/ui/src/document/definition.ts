import type { Definition, Edge, NodeDefinition, Workflow } from "@/api/workflows";

/** A node with every field, as the server completes it. */
export interface DocNode {
  id: string;
  type: string;
  name: string;
  position: Point;
  parameters: Json;
  settings: Json;
  disabled: boolean;
  credentials: Record<string, string>;
}

export interface Point {
  x: number;
  y: number;
}

export type Json = Record<string, unknown>;
/** A note or a group: free but for its id. */
export type Marked = Json & { id: string };
export type DocEdge = Required<Edge>;

/** A sticky note on the canvas. */
export interface Note {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
  colour: string;
}

/** A frame around some nodes. */
export interface Group {
  id: string;
  title: string;
  nodes: string[];
}

/** All of a workflow that edits change. Its values are shared between states: they are replaced, never changed. */
export interface Doc {
  name: string;
  description: string;
  /** By id. */
  nodes: ReadonlyMap<string, DocNode>;
  /** By `edgeKey`. */
  edges: ReadonlyMap<string, DocEdge>;
  settings: Json;
  notes: readonly Marked[];
  groups: readonly Marked[];
  /** Node id → items that stand in for its output. */
  pins: ReadonlyMap<string, readonly unknown[]>;
}

export function edgeKey(edge: DocEdge): string {
  return JSON.stringify([edge.source, edge.source_port, edge.target, edge.target_port]);
}

export function completeNode(raw: NodeDefinition): DocNode {
  return {
    id: raw.id,
    type: raw.type,
    name: raw.name ?? raw.id,
    position: raw.position ?? { x: 0, y: 0 },
    parameters: raw.parameters ?? {},
    settings: raw.settings ?? {},
    disabled: raw.disabled ?? false,
    credentials: raw.credentials ?? {},
  };
}

export function completeEdge(raw: Edge): DocEdge {
  return { source: raw.source, source_port: raw.source_port ?? "main", target: raw.target, target_port: raw.target_port ?? "main" };
}

export function docOf({ name, description, definition }: Pick<Workflow, "name" | "description" | "definition">): Doc {
  return {
    name,
    description,
    nodes: new Map(definition.nodes.map((node) => [node.id, completeNode(node)])),
    edges: new Map((definition.edges ?? []).map(completeEdge).map((edge) => [edgeKey(edge), edge])),
    settings: definition.settings ?? {},
    notes: (definition.notes ?? []) as Marked[],
    groups: (definition.groups ?? []) as Marked[],
    pins: new Map(Object.entries(definition.pins ?? {})),
  };
}

export function definitionOf(doc: Doc): Definition {
  return {
    nodes: [...doc.nodes.values()],
    edges: [...doc.edges.values()],
    settings: doc.settings,
    notes: [...doc.notes],
    groups: [...doc.groups],
    pins: Object.fromEntries(doc.pins),
  };
}
