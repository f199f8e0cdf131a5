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

/** Let a node have the focus, once it is on the screen; unless somebody has begun to write elsewhere meanwhile. */
export function focusNode(nodeId: string): void {
  const before = document.activeElement;
  let left = PATIENCE;
  const attempt = () => {
    const { activeElement } = document;
    if (activeElement !== before && takesText(activeElement)) return;
    if (focus?.(nodeId) !== true && --left > 0) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

export function takesText(element: Element | null): boolean {
  return element !== null && (element.matches("input, textarea, select") || element.shadowRoot !== null);
}

/** Go into the panel that is open, or is opening. */
export function enterPanel(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-panel] [role=tab][aria-selected=true]")?.focus());
}
