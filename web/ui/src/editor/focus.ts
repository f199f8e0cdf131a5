/** Where the keyboard is, among what the editor shows. */

type Focus = (nodeId: string) => void;

let focus: Focus | null = null;

/** Whatever shows the workflow says how a node gets the focus, until the function that comes back is called. */
export function offerFocus(offered: Focus): () => void {
  focus = offered;
  return () => {
    if (focus === offered) focus = null;
  };
}

/** Let a node have the focus, once what was edited is on the screen. */
export function focusNode(nodeId: string): void {
  requestAnimationFrame(() => focus?.(nodeId));
}

/** Go into the panel that is open, or is opening. */
export function enterPanel(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-panel] [role=tab][aria-selected=true]")?.focus());
}
