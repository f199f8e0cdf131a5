import { applyAll } from "@/document/apply";
import type { Command } from "@/document/commands";
import { type Doc, type DocEdge, edgeKey, type Point } from "@/document/definition";
import { connect, copied, deleted, GAP, type Piece, pieceOf, shifted } from "@/editor/compose";
import { bounds, CARD_WIDTH } from "@/editor/geometry";
import { blockOf, edgeTo, type End, filled, listed, type Listed, removed, rewired, type Spot, spotOf, tailsOf } from "./edits";
import { stepKey } from "./rows";
import type { Slot } from "./slots";

/** Several steps at once: copied, taken away, put in. */

/** The chosen steps as they can be put elsewhere; of those that are folded up, with all that hangs on them. */
export function chosenPiece(list: Listed, chosen: ReadonlySet<string>, folded: ReadonlySet<string>): Piece {
  return pieceOf(list.doc, whole(list, chosen, folded));
}

export function removedAll(list: Listed, chosen: ReadonlySet<string>, folded: ReadonlySet<string>): Command[] {
  const hidden = new Set([...whole(list, chosen, folded)].filter((id) => !chosen.has(id)));
  const first = deleted(list.doc, hidden, new Set());
  let now = applyAll(list.doc, first);
  const others = [...chosen].flatMap((id) => {
    const commands = removed(listed(now, list.types), id);
    now = applyAll(now, commands);
    return commands;
  });
  return [...first, ...others];
}

function whole(list: Listed, chosen: ReadonlySet<string>, folded: ReadonlySet<string>): Set<string> {
  return new Set([...chosen].flatMap((id) => (folded.has(stepKey(id)) ? [...blockOf(list, id)] : [id])));
}

/**
 * The piece, put into the slot: what came after the slot comes after it. Parts that nothing connects follow one another,
 * as they are listed; what starts a workflow stands alone.
 */
export function pasted(list: Listed, piece: Piece, slot: Slot | null): { ids: string[]; commands: Command[] } {
  const spot = slot ? spotOf(list, slot) : null;
  const { ids, commands } = copied(list.doc, piece, offset(list, piece, spot));
  const idOf = new Map(piece.nodes.map(({ id }, place) => [id, ids[place] as string]));
  const runs = runsOf(piece, list).map(({ head, tails }) => ({ head: renamed(head, idOf), tails: tails.map((tail) => renamed(tail, idOf)) }));
  const joints = runs.slice(1).flatMap(({ head }, place) => (runs[place]?.tails ?? []).map((tail) => connect(edgeTo(tail, head))));
  const [first] = runs;
  const led = slot && first ? rewired(list.doc.edges, filled(list, slot, first.head, runs.at(-1)?.tails ?? [])) : [];
  return { ids, commands: [...commands, ...joints, ...led, ...(first && spot ? room(list.doc, piece, spot) : [])] };
}

interface Run {
  head: End;
  tails: readonly End[];
}

/** What follows one another in the piece, from what nothing leads to up to its open ends. */
function runsOf(piece: Piece, { doc, types }: Listed): Run[] {
  const alone: Doc = { ...doc, nodes: new Map(piece.nodes.map((node) => [node.id, node])), edges: new Map(piece.edges.map((edge): [string, DocEdge] => [edgeKey(edge), edge])), groups: [], notes: [] };
  const list = listed(alone, types);
  const runs: { first: string; last: string }[] = [];
  for (const row of list.sequence.rows) {
    if (row.kind !== "step" || row.level > 1) continue;
    const run = runs.at(-1);
    if (row.isRoot || !run) runs.push({ first: row.id, last: row.id });
    else run.last = row.id;
  }
  return runs.flatMap(({ first, last }): Run[] => {
    const [port] = list.wiring.get(first)?.inputs ?? [];
    return port === undefined ? [] : [{ head: { node: first, port }, tails: tailsOf(list, last, blockOf(list, last)) }];
  });
}

function renamed({ node, port }: End, idOf: ReadonlyMap<string, string>): End {
  return { node: idOf.get(node) ?? node, port };
}

function boxOf(piece: Piece) {
  return bounds(piece.nodes.map(({ position }) => ({ ...position, width: CARD_WIDTH, height: 0 })));
}

/** Into the slot's place on the canvas; without one, below everything. */
function offset({ doc }: Listed, piece: Piece, spot: Spot | null): Point {
  const box = boxOf(piece);
  const to = spot?.at ?? { x: box?.x ?? 0, y: Math.max(0, ...[...doc.nodes.values()].map(({ position }) => position.y + 120)) };
  return { x: to.x - (box?.x ?? 0), y: to.y - (piece.nodes[0]?.position.y ?? 0) };
}

function room(doc: Doc, piece: Piece, { at, behind }: Spot): Command[] {
  const target = doc.nodes.get(behind ?? "");
  return target ? shifted(doc, target.id, at.x + (boxOf(piece)?.width ?? CARD_WIDTH) + GAP - target.position.x, Infinity) : [];
}
