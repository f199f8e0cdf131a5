import { useEffect } from "react";
import { create } from "zustand";
import { type Action, perform } from "./action";
import { actionFor } from "./shortcuts";

/** The actions of all that is on the screen, the outermost first. */
export const useScopes = create<{ scopes: readonly (readonly Action[])[] }>(() => ({ scopes: [] }));

/** Offer these actions to shortcuts and to the command palette while the component lives. */
export function useActions(actions: readonly Action[]): void {
  useEffect(() => {
    useScopes.setState(({ scopes }) => ({ scopes: [...scopes, actions] }));
    return () => useScopes.setState(({ scopes }) => ({ scopes: scopes.filter((scope) => scope !== actions) }));
  }, [actions]);
}

/** Answer shortcuts, for as long as the component lives; once for the whole page. */
export function useShortcuts(): void {
  useEffect(() => {
    const answer = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog:modal") !== null) return;
      if (isForElement(event)) return;
      const action = actionFor(useScopes.getState().scopes, event, isTyping(event));
      if (!action) return;
      event.preventDefault();
      perform(action);
    };
    addEventListener("keydown", answer);
    return () => removeEventListener("keydown", answer);
  }, []);
}

const PRESS = new Set(["Enter", " "]);
const MOVE = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
const MOVED = "input, [role=separator], [role=menu], [role=listbox]";

/** Keys that press or move the focused control itself. */
function isForElement(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const [target] = event.composedPath();
  if (!(target instanceof Element)) return false;
  return (PRESS.has(event.key) && target.closest(`button, a[href], summary, ${MOVED}`) !== null) || (MOVE.has(event.key) && target.closest(MOVED) !== null);
}

/** Looks into shadow roots, in which the code editor lives. */
function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=button]), textarea, select");
}
