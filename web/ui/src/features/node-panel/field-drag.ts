import type { DragEvent } from "react";

/** Marks a drag as one of a field of the input. */
export const FIELD_DRAG = "application/x-flowtape-field";

/** For what may be dropped on. */
export const TAKES_FIELDS = { "data-takes-fields": true } as const;

/** Elsewhere an expression would be nothing but text: browsers drop it into any field. */
export const refusing = {
  onDragOverCapture: (event: DragEvent) => {
    if (!isLost(event)) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = "none";
  },
  onDropCapture: (event: DragEvent) => {
    if (!isLost(event)) return;
    event.preventDefault();
    event.stopPropagation();
  },
};

function isLost({ dataTransfer, target }: DragEvent): boolean {
  return dataTransfer.types.includes(FIELD_DRAG) && !(target as Element).closest("[data-takes-fields]");
}
