/** The field that expressions go into when they are chosen rather than dragged. */
let field: HTMLTextAreaElement | null = null;

export function aimAt(target: HTMLTextAreaElement): void {
  field = target;
}

/** Put text where the cursor was last; false where there is no such field. */
export function insert(text: string): boolean {
  if (!field?.isConnected) return false;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
  field.focus();
  return true;
}
