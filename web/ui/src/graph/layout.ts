import type { Definition, Edge, NodeDefinition } from "@/api/workflows";
import { layers } from "./layers";

export const CARD = { width: 190, height: 64 } as const;
const GAP = { x: 72, y: 36 } as const;
const MARGIN = 24;
/** Columns stand a little wider apart than people put them, to leave room for what is written on the links. */
const STRETCH = 1.125;

interface Point {
  x: number;
  y: number;
}

export interface Placed {
  node: NodeDefinition;
  x: number;
  y: number;
}

export interface Link {
  key: string;
  source: string;
  port: string;
  target: string;
  path: string;
  from: Point;
  to: Point;
  /** Where a note about the link stands. */
  at: { x: number; y: number };
}

export interface Drawing {
  cards: Placed[];
  links: Link[];
  width: number;
  height: number;
}

/** Where everything of a definition is drawn, in pixels from the top left corner. */
export function draw(definition: Definition): Drawing {
  const edges = definition.edges ?? [];
  const places = ownPlaces(definition.nodes) ?? layeredPlaces(definition.nodes, edges);
  const left = Math.min(...ofAll(places, "x")) - MARGIN;
  const top = Math.min(...ofAll(places, "y")) - MARGIN;
  const at = new Map([...places].map(([id, { x, y }]) => [id, { x: x - left, y: y - top }]));
  return {
    cards: definition.nodes.flatMap((node) => ({ node, ...(at.get(node.id) ?? { x: 0, y: 0 }) })),
    links: links(edges, at),
    width: Math.max(0, ...ofAll(at, "x")) + CARD.width + MARGIN,
    height: Math.max(0, ...ofAll(at, "y")) + CARD.height + MARGIN,
  };
}

/** The places people gave; null where some are missing or two nodes would cover each other exactly. */
function ownPlaces(nodes: readonly NodeDefinition[]): Map<string, Point> | null {
  const places = new Map<string, Point>();
  const taken = new Set<string>();
  for (const { id, position } of nodes) {
    if (!position || !Number.isFinite(position.x) || !Number.isFinite(position.y)) return null;
    places.set(id, { x: position.x * STRETCH, y: position.y });
    taken.add(`${position.x} ${position.y}`);
  }
  return taken.size === nodes.length ? places : null;
}

function layeredPlaces(nodes: readonly NodeDefinition[], edges: readonly Edge[]): Map<string, Point> {
  const columns = layers(nodes.map((node) => node.id), edges);
  const tallest = Math.max(0, ...columns.map((column) => column.length));
  const step = { x: CARD.width + GAP.x, y: CARD.height + GAP.y };
  return new Map(
    columns.flatMap((column, x) =>
      column.map((id, y) => [id, { x: x * step.x, y: (y + (tallest - column.length) / 2) * step.y }] as const),
    ),
  );
}

function links(edges: readonly Edge[], at: ReadonlyMap<string, Point>): Link[] {
  const ports = portsInUse(edges);
  return edges.flatMap((edge) => {
    const [from, to] = [at.get(edge.source), at.get(edge.target)];
    if (!from || !to) return [];
    const port = edge.source_port ?? "main";
    const siblings = [...(ports.get(edge.source) ?? [])].sort(truthFirst);
    const share = (siblings.indexOf(port) + 1) / (siblings.length + 1);
    const start = { x: from.x + CARD.width, y: from.y + CARD.height * share };
    const end = { x: to.x, y: to.y + CARD.height / 2 };
    return {
      key: JSON.stringify([edge.source, port, edge.target, edge.target_port ?? "main"]),
      source: edge.source,
      port,
      target: edge.target,
      path: curve(start, end),
      from: start,
      to: end,
      at: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
    };
  });
}

function portsInUse(edges: readonly Edge[]): Map<string, Set<string>> {
  const ports = new Map<string, Set<string>>();
  for (const { source, source_port } of edges) {
    const used = ports.get(source) ?? new Set();
    ports.set(source, used.add(source_port ?? "main"));
  }
  return ports;
}

/** Ports by name, except that "true" stands above "false". */
function truthFirst(a: string, b: string): number {
  const rank = (port: string) => (port === "true" ? "\u0000" : port);
  return rank(a) < rank(b) ? -1 : 1;
}

function curve(from: Point, to: Point): string {
  const reach = to.x > from.x ? (to.x - from.x) / 2 : 60 + (from.x - to.x) / 4;
  return `M${from.x} ${from.y}C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`;
}

function ofAll(points: ReadonlyMap<string, Point>, axis: "x" | "y"): number[] {
  return [...points.values()].map((point) => point[axis]);
}
