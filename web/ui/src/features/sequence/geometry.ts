import type { Row } from "@/graph/sequence/rows";
import type { SlotPlace } from "@/graph/sequence/slots";

export const INDENT = 22;
/** Deeper rows are not indented any further. */
const DEEPEST = 16;
const HEIGHTS = { step: 48, branch: 32, link: 30, end: 30 } as const;

export function heightOf({ kind }: Row): number {
  return HEIGHTS[kind];
}

export function indentOf(level: number): number {
  return (Math.min(level, DEEPEST) - 1) * INDENT;
}

/** Where among the rows that are shown a slot lies; null: it is folded away. */
export function shownAbove(place: SlotPlace, all: readonly Row[], placeOf: ReadonlyMap<string, number>, count: number): number | null {
  const below = all[place.above];
  return below ? (placeOf.get(below.key) ?? null) : count;
}

export interface Target {
  place: SlotPlace;
  /** Index of the row that it lies above. */
  above: number;
}

/** Of the slots, the one nearest to a point: first by the gap between rows, then by how far it is indented. */
export function nearest(targets: readonly Target[], gap: number, x: number): Target | null {
  let best: Target | null = null;
  let least = Infinity;
  for (const target of targets) {
    const distance = Math.abs(target.above - gap) * 1000 + Math.abs(indentOf(target.place.level) - x);
    if (distance < least) [best, least] = [target, distance];
  }
  return least < 2000 ? best : null;
}
