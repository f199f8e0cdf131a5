import type { Edge, Node, NodeHandle } from "@xyflow/react";
import { Position } from "@xyflow/react";
import type { NodeTypes } from "@/api/node-types";
import type { Doc, DocEdge, DocNode, Group, Note, Point } from "@/document/definition";
import { asGroup, asNote, frameOf } from "@/editor/beside";
import { type Box, cardSize, portPlace } from "@/editor/geometry";
import { type Ports, portsOf, withUsed } from "@/editor/ports";
import { linkName } from "@/graph/names";

export type StepNode = Node<{ node: DocNode; ports: Ports }, "step">;
export type NoteNode = Node<{ note: Note }, "note">;
export type GroupNode = Node<{ group: Group }, "frame">;
export type FlowNode = StepNode | NoteNode | GroupNode;
export type FlowEdge = Edge<{ edge: DocEdge }, "link">;

/** While nodes are dragged or resized: where they are before it is an edit. */
export type Moving = ReadonlyMap<string, Partial<Box>>;

/** Draws again and again, and remembers what it drew last. */
export class Drawer {
  private lastNodes: ReadonlyMap<string, FlowNode> = new Map();
  private lastEdges: ReadonlyMap<string, FlowEdge> = new Map();

  nodes(doc: Doc, types: NodeTypes | undefined, chosen: ReadonlySet<string>, moving: Moving): FlowNode[] {
    const drawn = flowNodes(doc, types, chosen, moving, this.lastNodes);
    this.lastNodes = new Map(drawn.map((node) => [node.id, node]));
    return drawn;
  }

  edges(doc: Doc, chosen: ReadonlySet<string>): FlowEdge[] {
    const drawn = flowEdges(doc, chosen, this.lastEdges);
    this.lastEdges = new Map(drawn.map((edge) => [edge.id, edge]));
    return drawn;
  }
}

/** What the canvas draws. Objects of last time are used again where nothing about them changed, so that only what moves is drawn anew. */
export function flowNodes(
  doc: Doc,
  types: NodeTypes | undefined,
  chosen: ReadonlySet<string>,
  moving: Moving,
  before: ReadonlyMap<string, FlowNode>,
): FlowNode[] {
  const steps = [...doc.nodes.values()].map((node) => stepOf(node, doc, types, chosen.has(node.id), moving.get(node.id), before.get(node.id)));
  const notes = doc.notes.map((raw) => noteOf(asNote(raw), chosen, moving, before));
  const boxes = new Map(steps.map((step) => [step.id, { ...step.position, width: step.width ?? 0, height: step.height ?? 0 }]));
  const groups = doc.groups.flatMap((raw) => groupOf(asGroup(raw), boxes, before));
  return [...groups, ...notes, ...steps];
}

function stepOf(
  node: DocNode,
  doc: Doc,
  types: NodeTypes | undefined,
  selected: boolean,
  moved: Partial<Box> | undefined,
  before: FlowNode | undefined,
): StepNode {
  const position = { x: moved?.x ?? node.position.x, y: moved?.y ?? node.position.y };
  const ports = withUsedOf(node, doc, types);
  if (before?.type === "step" && before.data.node === node && samePorts(before.data.ports, ports) && before.selected === selected && samePoint(before.position, position)) {
    return before;
  }
  const size = cardSize(ports);
  const data = before?.type === "step" && before.data.node === node && samePorts(before.data.ports, ports) ? before.data : { node, ports };
  return { id: node.id, type: "step", position, data, selected, ...size, measured: size, handles: handlesOf(ports, size), zIndex: selected ? 2 : 1 };
}

/** Per state of the edges once, and not once for each node. */
const usedPorts = new WeakMap<Doc["edges"], Map<string, { inputs: Set<string>; outputs: Set<string> }>>();

function withUsedOf(node: DocNode, doc: Doc, types: NodeTypes | undefined): Ports {
  let used = usedPorts.get(doc.edges);
  if (!used) {
    used = new Map();
    for (const edge of doc.edges.values()) {
      portsUsed(used, edge.source).outputs.add(edge.source_port);
      portsUsed(used, edge.target).inputs.add(edge.target_port);
    }
    usedPorts.set(doc.edges, used);
  }
  const ports = portsOf(node, types?.get(node.type));
  const mine = used.get(node.id);
  if (!mine) return ports;
  const known = [...mine.inputs].every((port) => ports.inputs.includes(port)) && [...mine.outputs].every((port) => ports.outputs.includes(port));
  return known ? ports : withUsed(ports, node.id, doc);
}

function portsUsed(used: Map<string, { inputs: Set<string>; outputs: Set<string> }>, id: string) {
  const ports = used.get(id) ?? { inputs: new Set<string>(), outputs: new Set<string>() };
  used.set(id, ports);
  return ports;
}

function handlesOf({ inputs, outputs }: Ports, { width, height }: { width: number; height: number }): NodeHandle[] {
  const side = (ports: readonly string[], type: "source" | "target", x: number) =>
    ports.map((id, place) => ({
      id,
      type,
      position: type === "source" ? Position.Right : Position.Left,
      x: x - 5,
      y: portPlace(place, ports.length, height) - 5,
      width: 10,
      height: 10,
    }));
  return [...side(inputs, "target", 0), ...side(outputs, "source", width)];
}

function noteOf(note: Note, chosen: ReadonlySet<string>, moving: Moving, before: ReadonlyMap<string, FlowNode>): NoteNode {
  const box = { x: note.x, y: note.y, width: note.width, height: note.height, ...moving.get(note.id) };
  const last = before.get(note.id);
  const selected = chosen.has(note.id);
  const { width, height } = box;
  const same =
    last?.type === "note" &&
    last.selected === selected &&
    samePoint(last.position, box) &&
    last.width === width &&
    last.height === height &&
    last.data.note.text === note.text &&
    last.data.note.colour === note.colour;
  if (same) return last;
  return { id: note.id, type: "note", position: { x: box.x, y: box.y }, data: { note }, selected, width, height, measured: { width, height }, zIndex: 0 };
}

function groupOf(group: Group, boxes: ReadonlyMap<string, Box>, before: ReadonlyMap<string, FlowNode>): GroupNode[] {
  const frame = frameOf(group, boxes);
  if (!frame) return [];
  const { width, height, ...position } = frame;
  const id = `group ${group.id}`;
  const last = before.get(id);
  if (last?.type === "frame" && last.data.group.title === group.title && samePoint(last.position, position) && last.width === width && last.height === height) {
    return [last];
  }
  return [{ id, type: "frame", position, data: { group }, width, height, measured: { width, height }, draggable: false, selectable: false, focusable: false, zIndex: -1 }];
}

export function flowEdges(doc: Doc, chosen: ReadonlySet<string>, before: ReadonlyMap<string, FlowEdge>): FlowEdge[] {
  return [...doc.edges].map(([id, edge]) => {
    const last = before.get(id);
    const selected = chosen.has(id);
    const ariaLabel = linkName(doc, edge);
    if (last && last.data?.edge === edge && last.selected === selected && last.ariaLabel === ariaLabel) return last;
    const { source, target, source_port: sourceHandle, target_port: targetHandle } = edge;
    return { id, type: "link", source, target, sourceHandle, targetHandle, data: { edge }, selected, ariaLabel };
  });
}

function samePoint(one: Point, other: Point): boolean {
  return one.x === other.x && one.y === other.y;
}

function samePorts(one: Ports, other: Ports): boolean {
  return sameList(one.inputs, other.inputs) && sameList(one.outputs, other.outputs);
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((port, place) => port === other[place]);
}
