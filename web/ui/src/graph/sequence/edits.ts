import type { NodeTypeInfo, NodeTypes } from "@/api/node-types";
import type { Command } from "@/document/commands";
import { type Doc, type DocEdge, edgeKey, type Point } from "@/document/definition";
import { between, connect, copied, deleted, freshNode, GAP, move, type Placed, pieceOf, shifted } from "@/editor/compose";
import { CARD_WIDTH, freePlace, snapped } from "@/editor/geometry";
import { portsOf } from "@/editor/ports";
import { endOf, type Sequence, sequenceOf } from "./rows";
import { aheadOf, type Slot, slotsBeside } from "./slots";
import { wayOut, type Wired, type Wiring, wiringOf } from "./wiring";

/** Whole commands for what people do with the list. */

export interface End {
  node: string;
  port: string;
}

/** The list as it is, and what edits of it need to know. */
export interface Listed {
  doc: Doc;
  types: NodeTypes | undefined;
  wiring: Wiring;
  sequence: Sequence;
}

export function listed(doc: Doc, types: NodeTypes | undefined): Listed {
  const wiring = wiringOf(doc, types);
  return { doc, types, wiring, sequence: sequenceOf(wiring, (id) => doc.nodes.get(id)?.position ?? { x: 0, y: 0 }) };
}

/** A new step; what came after the slot comes after it. */
export function added(list: Listed, type: NodeTypeInfo, slot: Slot | null): Placed {
  const { doc } = list;
  if (!slot) {
    const node = freshNode(doc, type, freePlace(doc.nodes.values(), below(doc)));
    return { node, commands: [{ type: "add_node", node }] };
  }
  const place = spotOf(list, slot);
  const node = freshNode(doc, type, place.at);
  const { inputs, outputs } = portsOf(node, type);
  const [way] = outputs;
  const edges = filled(list, slot, inputs[0] === undefined ? null : { node: node.id, port: inputs[0] }, way === undefined ? [] : [{ node: node.id, port: way }]);
  return { node, commands: [{ type: "add_node", node }, ...rewired(doc.edges, edges), ...roomFor(doc, place)] };
}

/** The step, with all that hangs on it, elsewhere; what came after it now follows what came before. */
export function moved(list: Listed, id: string, slot: Slot): Command[] {
  const { doc, types } = list;
  const block = blockOf(list, id);
  const node = list.wiring.get(id);
  const [input] = node?.inputs ?? [];
  if (!node || input === undefined || block.has(slot.node)) return [];
  const tails = tailsOf(list, id, block);
  const without = listed({ ...doc, edges: keyed(detached(list, id, block)) }, types);
  const edges = filled(without, slot, { node: id, port: firstIn(list, id, block) ?? input }, tails);
  const edits = rewired(doc.edges, edges);
  if (edits.length === 0) return [];
  const place = spotOf(without, slot);
  return [...edits, ...carried(doc, block, id, place.at), ...roomFor(doc, place).filter((command) => !("node_id" in command) || !block.has(command.node_id))];
}

/** The step, moved down (1) or up (-1) to the nearest place where it is another workflow; nothing where there is none. */
export function movedBy(list: Listed, id: string, by: 1 | -1): Command[] {
  for (const slot of slotsBeside(list.wiring, list.sequence, id, by)) {
    const commands = moved(list, id, slot);
    if (commands.length > 0) return commands;
  }
  return [];
}

/** Without the step; what came after it by its first way out follows what came before. */
export function removed(list: Listed, id: string): Command[] {
  const { doc, wiring } = list;
  const node = wiring.get(id);
  if (!node) return [];
  const onward = node.outs.get(wayOut(node) ?? "") ?? [];
  const gap = bridges(node.ins, onward).filter(({ source, target }) => source !== id && target !== id && source !== target);
  return [...gap.filter((edge) => !doc.edges.has(edgeKey(edge))).map(connect), ...deleted(doc, new Set([id]), new Set())];
}

/** The step once more, with all that hangs on it, right after itself. */
export function duplicated(list: Listed, id: string): { id: string; commands: Command[] } | null {
  const { doc, wiring } = list;
  const node = wiring.get(id);
  if (!node) return null;
  const block = blockOf(list, id);
  const piece = pieceOf(doc, block);
  const { ids, commands } = copied(doc, piece, { x: CARD_WIDTH + GAP, y: 0 });
  const copyOf = new Map(piece.nodes.map((one, index) => [one.id, ids[index] as string]));
  const copy = copyOf.get(id) as string;
  const tails = tailsOf(list, id, block);
  const exits = [...doc.edges.values()].filter(({ source, target }) => block.has(source) && !block.has(target));
  const [input] = node.inputs;
  const into = input === undefined ? [] : tails.map((tail) => edgeTo(tail, { node: copy, port: input }));
  const onward = exits.map((edge) => ({ ...edge, source: copyOf.get(edge.source) as string }));
  const kept = [...doc.edges.values()].filter((edge) => input === undefined || !exits.includes(edge));
  const made = rewired(doc.edges, [...kept, ...into, ...onward]);
  const room = [...new Set(exits.map(({ target }) => target))].slice(0, 1).flatMap((target) => shifted(doc, target, CARD_WIDTH + GAP));
  return { id: copy, commands: [...commands, ...made, ...room.filter((command) => !("node_id" in command) || !block.has(command.node_id))] };
}

/** An edge instead of another, or in addition. */
export function reconnected(doc: Doc, edge: DocEdge, instead: DocEdge | null): Command[] {
  const edges = [...doc.edges.values()].filter((other) => instead === null || edgeKey(other) !== edgeKey(instead));
  return rewired(doc.edges, [...edges, edge]);
}

/** The step and all rows that hang on it. */
export function blockOf({ sequence: { rows, placeOf } }: Listed, id: string): Set<string> {
  const start = placeOf.get(id);
  const inside = start === undefined ? [] : rows.slice(start, endOf(rows, start));
  return new Set([id, ...inside.flatMap((row) => (row.kind === "step" ? [row.id] : []))]);
}

/** Ends of a block that lead on to what comes after it. Where none does, its first open end will. */
export function tailsOf({ doc, wiring, sequence }: Listed, id: string, block: ReadonlySet<string>): End[] {
  const exits = [...doc.edges.values()].filter(({ source, target }) => block.has(source) && !block.has(target));
  const tails = new Map(exits.map((edge) => [JSON.stringify([edge.source, edge.source_port]), { node: edge.source, port: edge.source_port }]));
  const { onward, outs } = wiring.get(id) as Wired;
  if (onward !== null && (outs.get(onward) ?? []).length === 0) return [{ node: id, port: onward }, ...tails.values()];
  return tails.size > 0 ? [...tails.values()] : openEnds(wiring, sequence, block).slice(0, 1);
}

function openEnds(wiring: Wiring, { rows }: Sequence, block: ReadonlySet<string>): End[] {
  return rows.flatMap((row): End[] => {
    if (row.kind === "branch" && block.has(row.id) && row.edge === null) return [{ node: row.id, port: row.port }];
    const node = row.kind === "step" && block.has(row.id) ? wiring.get(row.id) : undefined;
    if (!node || node.onward === null || (node.outs.get(node.onward) ?? []).length > 0) return [];
    return [{ node: node.id, port: node.onward }];
  });
}

/** The port by which the block is entered. */
function firstIn({ wiring, sequence }: Listed, id: string, block: ReadonlySet<string>): string | undefined {
  return aheadOf(wiring, id, sequence.back).find(({ source }) => !block.has(source))?.target_port;
}

/** All edges with the block taken out, and the gap closed. */
function detached({ doc, wiring }: Listed, id: string, block: ReadonlySet<string>): DocEdge[] {
  const into = (wiring.get(id)?.ins ?? []).filter(({ source }) => !block.has(source));
  const exits = [...doc.edges.values()].filter(({ source, target }) => block.has(source) && !block.has(target));
  const cut = new Set([...into, ...exits]);
  const gap = bridges(into, exits).filter(({ source, target }) => source !== target);
  return [...[...doc.edges.values()].filter((edge) => !cut.has(edge)), ...gap];
}

function bridges(into: readonly DocEdge[], out: readonly DocEdge[]): DocEdge[] {
  return into.flatMap(({ source, source_port }) => out.map(({ target, target_port }) => ({ source, source_port, target, target_port })));
}

/** All edges, with those of the slot led through what begins with `head` and ends with `tails`. */
export function filled(list: Listed, slot: Slot, head: End | null, tails: readonly End[]): DocEdge[] {
  const { from, cut, to } = opened(list, slot);
  const into = head ? from.map((end) => edgeTo(end, head)) : [];
  const kept = [...list.doc.edges.values()].filter((edge) => !head || !cut.includes(edge));
  return [...kept, ...into, ...tails.flatMap((tail) => to.map((target) => edgeTo(tail, target)))];
}

interface Opened {
  from: readonly End[];
  cut: readonly DocEdge[];
  to: readonly End[];
}

/** What leads into a slot and out of it. */
function opened({ wiring, sequence: { back } }: Listed, slot: Slot): Opened {
  if (slot.kind === "before") {
    const cut = aheadOf(wiring, slot.node, back);
    const port = cut[0]?.target_port ?? wiring.get(slot.node)?.inputs[0];
    return { from: cut.map(sourceOf), cut, to: port === undefined ? [] : [{ node: slot.node, port }] };
  }
  const node = wiring.get(slot.node);
  const all = node?.outs.get(slot.port) ?? [];
  const cut = slot.edge === null ? all : all.filter((edge) => edgeKey(edge) === edgeKey(slot.edge as DocEdge));
  const from = [{ node: slot.node, port: slot.port }];
  // What hangs on a loop's first port leads back to it.
  if (all.length === 0 && slot.port === "loop" && node?.inputs.includes("back") === true) return { from, cut, to: [{ node: slot.node, port: "back" }] };
  return { from, cut, to: cut.map(({ target, target_port }) => ({ node: target, port: target_port })) };
}

function sourceOf({ source, source_port }: DocEdge): End {
  return { node: source, port: source_port };
}

export function edgeTo(from: End, to: End): DocEdge {
  return { source: from.node, source_port: from.port, target: to.node, target_port: to.port };
}

/** What has to be edited so that these are the edges. */
export function rewired(before: Doc["edges"], after: readonly DocEdge[]): Command[] {
  const wished = keyed(after);
  const gone = [...before].filter(([key]) => !wished.has(key)).map(([, edge]): Command => ({ type: "remove_connection", ...edge }));
  return [...gone, ...[...wished].filter(([key]) => !before.has(key)).map(([, edge]) => connect(edge))];
}

function keyed(edges: readonly DocEdge[]): Map<string, DocEdge> {
  return new Map(edges.map((edge) => [edgeKey(edge), edge]));
}

export interface Spot {
  at: Point;
  /** What has to make room. */
  behind: string | null;
}

/** Where on the canvas what is put into the slot goes. */
export function spotOf(list: Listed, slot: Slot): Spot {
  const { doc, wiring } = list;
  const { from, to } = opened(list, slot);
  const source = doc.nodes.get(from[0]?.node ?? "");
  const target = doc.nodes.get(to[0]?.node ?? "");
  // Branches of one port come in the order of their heights, and stay in it.
  if (target && (slot.kind === "before" || slot.edge !== null)) return { at: target.position, behind: target.id };
  if (source && target && source !== target) return { at: between(source, target), behind: target.id };
  if (!source) return { at: freePlace(doc.nodes.values(), below(doc)), behind: null };
  const ports = [...(wiring.get(source.id)?.outs.keys() ?? [])];
  const down = Math.max(0, ports.indexOf(from[0]?.port ?? "")) * 100;
  return { at: freePlace(doc.nodes.values(), snapped({ x: source.position.x + CARD_WIDTH + GAP, y: source.position.y + down })), behind: null };
}

function roomFor(doc: Doc, { at, behind }: Spot): Command[] {
  const target = doc.nodes.get(behind ?? "");
  return target ? shifted(doc, target.id, at.x + CARD_WIDTH + GAP - target.position.x) : [];
}

function carried(doc: Doc, block: ReadonlySet<string>, id: string, to: Point): Command[] {
  const from = doc.nodes.get(id)?.position ?? to;
  return [...block].flatMap((one) => {
    const node = doc.nodes.get(one);
    return node ? [move(node, { x: node.position.x + to.x - from.x, y: node.position.y + to.y - from.y })] : [];
  });
}

/** Below everything. */
function below(doc: Doc): Point {
  const places = [...doc.nodes.values()].map(({ position }) => position);
  if (places.length === 0) return { x: 0, y: 0 };
  return snapped({ x: Math.min(...places.map(({ x }) => x)), y: Math.max(...places.map(({ y }) => y)) + 120 });
}
