import type { DocNode, Point } from "@/document/definition";
import type { Ports } from "./ports";

export const GRID = 20;
export const CARD_WIDTH = 190;
const LEAST_HEIGHT = 60;
const PORT_STEP = 24;

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Point, Size {}

/** Of a node's card; it grows with its ports. */
export function cardSize({ inputs, outputs }: Ports): Size {
  return { width: CARD_WIDTH, height: Math.max(LEAST_HEIGHT, 16 + PORT_STEP * Math.max(inputs.length, outputs.length)) };
}

/** How far down the card's side each of its ports is. */
export function portPlace(place: number, count: number, height: number): number {
  return (height * (place + 1)) / (count + 1);
}

export function snapped({ x, y }: Point): Point {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

/** The smallest box around all of them; null around nothing. */
export function bounds(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";

/** Where each box goes so that they stand in line. */
export function aligned(boxes: readonly Box[], how: Alignment): Point[] {
  const all = bounds(boxes);
  if (!all) return [];
  return boxes.map((box) => {
    switch (how) {
      case "left":
        return { x: all.x, y: box.y };
      case "centre":
        return { x: all.x + (all.width - box.width) / 2, y: box.y };
      case "right":
        return { x: all.x + all.width - box.width, y: box.y };
      case "top":
        return { x: box.x, y: all.y };
      case "middle":
        return { x: box.x, y: all.y + (all.height - box.height) / 2 };
      case "bottom":
        return { x: box.x, y: all.y + all.height - box.height };
    }
  });
}

/** Where each box goes so that the gaps between them are alike; the outermost stay. */
export function distributed(boxes: readonly Box[], axis: "x" | "y"): Point[] {
  const side = axis === "x" ? "width" : "height";
  const order = [...boxes.keys()].sort((one, other) => (boxes[one] as Box)[axis] - (boxes[other] as Box)[axis]);
  const all = bounds(boxes);
  if (!all || boxes.length < 3) return boxes.map(({ x, y }) => ({ x, y }));
  const gap = (all[side] - boxes.reduce((sum, box) => sum + box[side], 0)) / (boxes.length - 1);
  const places: Point[] = [];
  let next = all[axis];
  for (const index of order) {
    const box = boxes[index] as Box;
    places[index] = { x: box.x, y: box.y, [axis]: next };
    next += box[side] + gap;
  }
  return places;
}

/** A free place at or below the point, so that nothing new lies exactly over something else. */
export function freePlace(nodes: Iterable<DocNode>, wished: Point): Point {
  const taken = [...nodes].map((node) => node.position);
  const at = { ...wished };
  while (taken.some(({ x, y }) => Math.abs(x - at.x) < CARD_WIDTH - GRID && Math.abs(y - at.y) < LEAST_HEIGHT)) at.y += LEAST_HEIGHT + 2 * GRID;
  return at;
}
