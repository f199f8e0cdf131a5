import type { NodeTypeInfo, NodeTypes } from "@/api/node-types";
import type { Command } from "@/document/commands";
import type { Doc, DocEdge, DocNode, Json, Marked, Point } from "@/document/definition";
import { CARD_WIDTH, freePlace, snapped } from "./geometry";
import { portsOf } from "./ports";

/** Whole commands for what people do with the graph. */

export function newId(): string {
  return crypto.randomUUID().slice(0, 8);
}

/** "Code", "Code 2", …: expressions name nodes, so no two are called the same. */
export function freeName(taken: ReadonlySet<string>, wished: string): string {
  const stem = wished.replace(/ \d+$/, "");
  if (!taken.has(wished)) return wished;
  for (let number = 2; ; number++) {
    const name = `${stem} ${number}`;
    if (!taken.has(name)) return name;
  }
}

export function namesOf(doc: Doc): Set<string> {
  return new Set([...doc.nodes.values()].map(({ name }) => name));
}

export function freshNode(doc: Doc, type: NodeTypeInfo, position: Point): DocNode {
  const stem = type.type.replace(/[^A-Za-z0-9]+/g, "-");
  return {
    id: `${stem}-${newId()}`,
    type: type.type,
    name: freeName(namesOf(doc), type.title),
    position,
    parameters: firstParameters(type),
    settings: {},
    disabled: false,
    credentials: {},
  };
}

/** A choice that has no default begins with its first, as the form shows it. */
function firstParameters({ schema }: NodeTypeInfo): Json {
  const required = new Set(schema.required ?? []);
  const chosen = Object.entries(schema.properties ?? {}).filter(([name, field]) => required.has(name) && field.enum && field.default === undefined);
  return Object.fromEntries(chosen.map(([name, field]) => [name, field.enum?.[0]]));
}

/** The end of a connection that isn't attached to anything yet. */
export interface LooseEnd {
  node: string;
  port: string;
  side: "source" | "target";
}

export interface Placed {
  node: DocNode;
  commands: Command[];
}

/** A new node, attached to the loose end where there is one and the type has a port for it. */
export function placed(doc: Doc, type: NodeTypeInfo, at: Point, end: LooseEnd | null = null): Placed {
  return attachedTo(end, type, freshNode(doc, type, freePlace(doc.nodes.values(), snapped(at))));
}

function attachedTo(end: LooseEnd | null, type: NodeTypeInfo, node: DocNode): Placed {
  const edge = end && attached(node, type, end);
  return { node, commands: [{ type: "add_node", node }, ...(edge ? [connect(edge)] : [])] };
}

function attached(node: DocNode, type: NodeTypeInfo, end: LooseEnd): DocEdge | null {
  const { inputs, outputs } = portsOf(node, type);
  const port = end.side === "source" ? inputs[0] : outputs[0];
  if (port === undefined) return null;
  return end.side === "source"
    ? { source: end.node, source_port: end.port, target: node.id, target_port: port }
    : { source: node.id, source_port: port, target: end.node, target_port: end.port };
}

/** A new node in the middle of an edge; what lies behind makes room where there is none. */
export function inserted(doc: Doc, type: NodeTypeInfo, edge: DocEdge): Placed {
  const node = freshNode(doc, type, between(doc.nodes.get(edge.source), doc.nodes.get(edge.target)));
  const before = attachedTo({ node: edge.source, port: edge.source_port, side: "source" }, type, node);
  const [out] = portsOf(before.node, type).outputs;
  const target = doc.nodes.get(edge.target);
  const onward: Command[] =
    out === undefined ? [] : [connect({ source: before.node.id, source_port: out, target: edge.target, target_port: edge.target_port })];
  const room = target ? shifted(doc, target.id, node.position.x + CARD_WIDTH + GAP - target.position.x) : [];
  return { node: before.node, commands: [{ type: "remove_connection", ...edge }, ...before.commands, ...onward, ...room] };
}

export const GAP = 60;

export function between(source: DocNode | undefined, target: DocNode | undefined): Point {
  const [from, to] = [source?.position ?? { x: 0, y: 0 }, target?.position ?? { x: 0, y: 0 }];
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return snapped(to.x > from.x ? { x: Math.max(middle.x, from.x + CARD_WIDTH + GAP), y: middle.y } : middle);
}

/** A node and all that comes after it, moved to the right. */
export function shifted(doc: Doc, from: string, by: number, most = 3 * CARD_WIDTH): Command[] {
  if (by <= 0 || by > most) return [];
  const reached = new Set([from]);
  for (const id of reached) for (const edge of doc.edges.values()) if (edge.source === id) reached.add(edge.target);
  return [...reached].flatMap((id) => {
    const node = doc.nodes.get(id);
    return node ? [move(node, { x: node.position.x + by, y: node.position.y })] : [];
  });
}

export function connect(edge: DocEdge): Command {
  return { type: "connect_nodes", ...edge };
}

export function move({ id }: Pick<DocNode, "id">, { x, y }: Point): Command {
  return { type: "move_node", node_id: id, x, y };
}

/** Whether an edge between these ports would make sense. */
export function connectable(doc: Doc, types: NodeTypes | undefined, edge: DocEdge): boolean {
  const [source, target] = [doc.nodes.get(edge.source), doc.nodes.get(edge.target)];
  if (!source || !target || edge.source === edge.target) return false;
  const into = portsOf(target, types?.get(target.type)).inputs;
  return into.includes(edge.target_port);
}

export interface Piece {
  nodes: readonly DocNode[];
  edges: readonly DocEdge[];
  notes: readonly Marked[];
}

/** The chosen nodes and notes, and the edges among them. */
export function pieceOf(doc: Doc, chosen: ReadonlySet<string>): Piece {
  return {
    nodes: [...doc.nodes.values()].filter(({ id }) => chosen.has(id)),
    edges: [...doc.edges.values()].filter(({ source, target }) => chosen.has(source) && chosen.has(target)),
    notes: doc.notes.filter(({ id }) => chosen.has(id)),
  };
}

/** The piece once more, with new ids and names; expressions among its nodes follow the new names. */
export function copied(doc: Doc, piece: Piece, by: Point): { ids: string[]; commands: Command[] } {
  const names = namesOf(doc);
  const ids = new Map<string, string>();
  const renamed = new Map<string, string>();
  for (const node of piece.nodes) {
    const name = freeName(names, node.name);
    names.add(name);
    ids.set(node.id, `${node.type.replace(/[^A-Za-z0-9]+/g, "-")}-${newId()}`);
    if (name !== node.name) renamed.set(node.name, name);
  }
  const nodes = piece.nodes.map((node) => ({
    ...node,
    id: ids.get(node.id) as string,
    name: renamed.get(node.name) ?? node.name,
    position: { x: node.position.x + by.x, y: node.position.y + by.y },
    parameters: following(node.parameters, renamed) as Json,
  }));
  const notes = piece.notes.map((note) => ({ ...note, id: newId(), x: (note["x"] as number) + by.x, y: (note["y"] as number) + by.y }));
  const edges = piece.edges.map((edge) => ({ ...edge, source: ids.get(edge.source) as string, target: ids.get(edge.target) as string }));
  return {
    ids: [...nodes.map(({ id }) => id), ...notes.map(({ id }) => id)],
    commands: [
      ...nodes.map((node): Command => ({ type: "add_node", node })),
      ...edges.map(connect),
      ...notes.map((note): Command => ({ type: "add_note", note })),
    ],
  };
}

/** `$('Old name')` becomes `$('New name')`, wherever in the value. */
export function following(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (renamed.size === 0) return value;
  if (typeof value === "string") return value.replace(/\$\((['"])(.*?)\1\)/g, (whole, quote: string, name: string) => {
    const now = renamed.get(name);
    return now === undefined ? whole : `$(${quote}${now}${quote})`;
  });
  if (Array.isArray(value)) return value.map((entry) => following(entry, renamed));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, following(entry, renamed)]));
}

/** A node's new name, and the expressions and code of others that speak of it. */
export function renamed(doc: Doc, nodeId: string, wished: string): Command[] {
  const node = doc.nodes.get(nodeId);
  const name = wished.trim();
  if (!node || name === "" || name === node.name) return [];
  const others = namesOf(doc);
  others.delete(node.name);
  const free = freeName(others, name);
  const names = new Map([[node.name, free]]);
  const mentions = [...doc.nodes.values()].flatMap((other): Command[] => {
    const parameters = following(other.parameters, names) as Json;
    return JSON.stringify(parameters, quiet) === JSON.stringify(other.parameters, quiet) ? [] : [{ type: "configure_node", node_id: other.id, parameters }];
  });
  return [{ type: "rename_node", node_id: nodeId, name: free }, ...mentions];
}

function quiet(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** All that is chosen, taken away: nodes, edges, notes, and their places in groups. */
export function deleted(doc: Doc, chosen: ReadonlySet<string>, edges: ReadonlySet<string>): Command[] {
  const nodes = [...doc.nodes.keys()].filter((id) => chosen.has(id));
  const gone = new Set(nodes);
  const loose = [...doc.edges].filter(([key, { source, target }]) => edges.has(key) && !gone.has(source) && !gone.has(target));
  const notes = doc.notes.filter(({ id }) => chosen.has(id));
  return [
    ...ungrouped(doc, gone),
    ...loose.map(([, edge]): Command => ({ type: "remove_connection", ...edge })),
    ...nodes.map((node_id): Command => ({ type: "remove_node", node_id })),
    ...notes.map(({ id }): Command => ({ type: "remove_note", note_id: id })),
  ];
}

/** These nodes taken out of their groups; a group that is empty then goes. */
export function ungrouped(doc: Doc, gone: ReadonlySet<string>): Command[] {
  return doc.groups.flatMap((group): Command[] => {
    const nodes = membersOf(group);
    const left = nodes.filter((id) => !gone.has(id));
    if (left.length === nodes.length) return [];
    return [left.length > 0 ? { type: "change_group", group: { ...group, nodes: left } } : { type: "remove_group", group_id: group.id }];
  });
}

export function membersOf(group: Json): string[] {
  const nodes = group["nodes"];
  return Array.isArray(nodes) ? nodes.filter((id) => typeof id === "string") : [];
}
