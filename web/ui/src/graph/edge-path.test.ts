import { Position } from "@xyflow/react";
import { expect, test } from "vitest";
import { edgePath } from "./edge-path";

const ends = (sourceX: number, sourceY: number, targetX: number, targetY: number) => ({ sourceX, sourceY, targetX, targetY, sourcePosition: Position.Right, targetPosition: Position.Left });
/** All that a path passes or bends towards. */
const heights = (path: string) => [...path.matchAll(/[\d.-]+[ ,]+([\d.-]+)/g)].map(([, y]) => Number(y));

test("a connection that leads back goes round below both of its ends", () => {
  const [path, x, y] = edgePath(ends(400, 10, 0, 30));
  expect(Math.max(...heights(path))).toBe(94);
  expect([x, y]).toEqual([200, 94]);
});

test("what leads on, or to another row, goes straight there", () => {
  for (const straight of [ends(0, 10, 400, 30), ends(400, 10, 0, 300)]) {
    expect(Math.max(...heights(edgePath(straight)[0]))).toBe(Math.max(straight.sourceY, straight.targetY));
  }
});
