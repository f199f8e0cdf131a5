import type { Action } from "@/actions/action";
import { clipboardActions } from "@/editor/clipboard-actions";
import { arranging } from "./arranging";
import type { Around } from "./around";
import { clipboardDeeds } from "./clipboard";
import { editing } from "./editing";
import { looking } from "./looking";
import { walking } from "./walking";

export type { Around } from "./around";
export { clipboardDeeds } from "./clipboard";

/** Everything that can be done on the canvas. */
export function canvasActions(around: Around): Action[] {
  return [...editing(around), ...clipboardActions(clipboardDeeds(around)), ...arranging(around), ...looking(around), ...walking(around)];
}
