/** The field that expressions go into when they are chosen rather than dragged. */
export interface Target {
  /** False where it is gone. */
  insert: (expression: string) => boolean;
}

let target: Target | null = null;

export function aimAt(field: Target): void {
  target = field;
}

/** Put an expression where the cursor was last; false where there is no such field. */
export function insert(expression: string): boolean {
  return target?.insert(expression) ?? false;
}

export function textareaTarget(field: HTMLTextAreaElement): Target {
  return {
    insert: (expression) => {
      if (!field.isConnected) return false;
      field.setRangeText(expression, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: expression }));
      field.focus();
      return true;
    },
  };
}
