import { type RefObject, useRef } from "react";

/** Frames that an editor has for appearing. */
const PATIENCE = 40;

/** Where the keyboard goes after an entry of a list was added (its place), or after one was taken away (null), maybe with the focus in it. */
export function useEntryFocus(): { box: RefObject<HTMLFieldSetElement | null>; focusEntry: (place: number | null) => void } {
  const box = useRef<HTMLFieldSetElement>(null);
  const focusEntry = (place: number | null) => {
    let left = PATIENCE;
    const attempt = () => {
      if (!box.current) return;
      if (place === null) stay(box.current);
      else if (!enter(box.current.querySelector(`[data-entry="${place}"]`), left === 0) && left-- > 0) requestAnimationFrame(attempt);
    };
    requestAnimationFrame(attempt);
  };
  return { box, focusEntry };
}

/** Whether there was something to write in; a field whose place an editor is about to take is entered only as a last resort. */
function enter(entry: Element | null, atLast: boolean): boolean {
  const field = [...(entry?.querySelectorAll<HTMLElement>("*") ?? [])].find((one) => one.shadowRoot !== null || one.matches("input, select, textarea"));
  if (!field || (field.matches("[data-plain]") && !atLast)) return false;
  (field.shadowRoot?.querySelector<HTMLElement>(".cm-content") ?? field).focus();
  return true;
}

function stay(box: HTMLElement): void {
  if (document.activeElement === document.body) box.querySelector<HTMLElement>(":scope > button")?.focus();
}
