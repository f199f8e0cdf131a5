import type { DocEdge } from "@/document/definition";
import { endOf, type Row, type Sequence, type StepRow } from "./rows";
import type { Wired, Wiring } from "./wiring";

/** A place where a step can be put. */
export type Slot =
  /** After a node, on its port: into all edges that leave by it, or into the one. */
  | { kind: "after"; node: string; port: string; edge: DocEdge | null }
  /** Into all edges that lead to the node, but for those that lead back to it. */
  | { kind: "before"; node: string };

/** A slot, and the row that it lies above. */
export interface SlotPlace {
  slot: Slot;
  above: number;
  level: number;
}

/** All places for steps, from top to bottom. */
export function slotsOf(wiring: Wiring, { rows, back }: Sequence): SlotPlace[] {
  const after = rows.flatMap((row, index) => afterRow(wiring, row, index, rows));
  const taken = new Set(after.map(({ above, level }) => `${above} ${level}`));
  const before = rows.flatMap((row, index): SlotPlace[] => {
    // Where the row above leads here as well, after that one is the same place.
    if (row.kind !== "step" || taken.has(`${index} ${row.level}`) || !isJoin(wiring, row, back)) return [];
    return [{ slot: { kind: "before", node: row.id }, above: index, level: row.level }];
  });
  return [...after, ...before].sort((one, other) => one.above - other.above || other.level - one.level);
}

/** The place after a step, or at the beginning of a branch; null: there is none, as after a node that only has branches. */
export function afterRow(wiring: Wiring, row: Row, index: number, rows: readonly Row[]): SlotPlace[] {
  if (row.kind === "branch") {
    const edge = row.isOneOfSeveral ? row.edge : null;
    return [{ slot: { kind: "after", node: row.id, port: row.port, edge }, above: index + 1, level: row.level + 1 }];
  }
  if (row.kind !== "step") return [];
  const { id, onward, outs } = wiring.get(row.id) as Wired;
  if (onward === null) return [];
  const isFan = (outs.get(onward)?.length ?? 0) > 1;
  return [{ slot: { kind: "after", node: id, port: onward, edge: null }, above: isFan ? index + 1 : endOf(rows, index), level: row.level }];
}

/** Several ways meet here, by one and the same port. */
function isJoin(wiring: Wiring, { id }: StepRow, back: Sequence["back"]): boolean {
  const ahead = aheadOf(wiring, id, back);
  return ahead.length > 1 && new Set(ahead.map(({ target_port }) => target_port)).size === 1;
}

export function aheadOf(wiring: Wiring, id: string, back: Sequence["back"]): DocEdge[] {
  return (wiring.get(id)?.ins ?? []).filter((edge) => !back.has(edge));
}

/** Where the step may come to lie when it is moved down (1) or up (-1), the nearest place first: into branches and out of them, row by row. */
export function slotsBeside(wiring: Wiring, sequence: Sequence, id: string, by: 1 | -1): Slot[] {
  const start = sequence.placeOf.get(id);
  if (start === undefined || wiring.get(id)?.isTrigger !== false) return [];
  const end = endOf(sequence.rows, start);
  const { isRoot, level } = sequence.rows[start] as StepRow;
  const others = slotsOf(wiring, sequence).filter(({ slot }) => slot.node !== id && !isWithin(sequence, slot.node, start, end));
  const isHere = (place: SlotPlace) => place.above === start && place.level === level && !isRoot;
  const beside = by === 1 ? others.filter(({ above }) => above >= end) : others.filter((place) => place.above <= start && !isHere(place)).reverse();
  return beside.map(({ slot }) => slot);
}

function isWithin({ placeOf }: Sequence, id: string, start: number, end: number): boolean {
  const place = placeOf.get(id) ?? -1;
  return place >= start && place < end;
}
