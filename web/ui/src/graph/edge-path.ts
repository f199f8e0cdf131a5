import { type EdgeProps, getBezierPath, getSmoothStepPath } from "@xyflow/react";

type Ends = Pick<EdgeProps, "sourceX" | "sourceY" | "targetX" | "targetY" | "sourcePosition" | "targetPosition">;

/** About the height of a card and a half: what leads back within it would run behind the cards in between. */
const ROW = 120;
/** So far below the lower end. */
const BELOW = 64;

/** The path of a connection, and where its label stands; one that leads back goes round below the cards. */
export function edgePath(ends: Ends): [path: string, labelX: number, labelY: number] {
  const { sourceX, sourceY, targetX, targetY } = ends;
  const leadsBack = targetX < sourceX && Math.abs(sourceY - targetY) < ROW;
  const found = leadsBack ? getSmoothStepPath({ ...ends, centerY: Math.max(sourceY, targetY) + BELOW, borderRadius: 14, offset: 24 }) : getBezierPath(ends);
  const [path, x, y] = found;
  return [path, x, y];
}
