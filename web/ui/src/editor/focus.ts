/** Where the keyboard is, among what the editor shows. */

/** Whether the node was there to get the focus. */
type Focus = (nodeId: string) => boolean;

let focus: Focus | null = null;

/** Frames that a view has for showing a node. */
const PATIENCE = 30;

/** Whatever shows the workflow says how a node gets the focus, until the function that comes back is called. */
export function offerFocus(offered: Focus): () => void {
  focus = offered;
  return () => {
    if (focus === offered) focus = null;
  };
}

/** Let a node have the focus, once it is on the screen. */
export function focusNode(nodeId: string): void {
  let left = PATIENCE;
  const attempt = () => {
    if (focus?.(nodeId) !== true && --left > 0) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

/** Go into the panel that is open, or is opening. */
export function enterPanel(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-panel] [role=tab][aria-selected=true]")?.focus());
}
