import type { Action } from "@/actions/action";
import { arranging } from "./arranging";
import type { Around } from "./around";
import { clipboard } from "./clipboard";
import { editing } from "./editing";
import { looking } from "./looking";
import { walking } from "./walking";

export type { Around } from "./around";
export { paste } from "./clipboard";

/** Everything that can be done on the canvas. */
export function canvasActions(around: Around): Action[] {
  return [...editing(around), ...clipboard(around), ...arranging(around), ...looking(around), ...walking(around)];
}
