import type { Point } from "@/document/definition";
import { read, written } from "@/editor/clipboard";
import type { ClipboardDeeds } from "@/editor/clipboard-actions";
import { copied, deleted, type Piece, pieceOf } from "@/editor/compose";
import { choose, desk } from "@/editor/desk";
import { bounds, type Box, GRID, snapped } from "@/editor/geometry";
import type { PlainKey } from "@/i18n/i18n";
import { anyChosen, type Around, boxOf } from "./around";

/** Of the canvas. */
export function clipboardDeeds(around: Around): ClipboardDeeds {
  const { open } = around;
  return {
    copied: () => (anyChosen() ? written(pieceOf(open.doc, desk().chosen)) : null),
    cut: () => {
      open.edit("edit.cut", deleted(open.doc, desk().chosen, new Set()));
    },
    paste: (text) => paste(around, text),
    duplicate: () => {
      put(around, pieceOf(open.doc, desk().chosen), { x: 2 * GRID, y: 3 * GRID }, "edit.duplicate");
    },
    selectAll: () => {
      choose([...open.doc.nodes.keys(), ...open.doc.notes.map(({ id }) => id)]);
    },
  };
}

/** Put a piece from the clipboard into the middle of what is seen; false where the text is none. */
function paste(around: Around, text: string): boolean {
  const piece = read(text);
  if (!piece) return false;
  const known = { ...piece, nodes: piece.nodes.filter(({ type }) => around.types?.has(type) ?? true) };
  const all = bounds([...known.nodes.map((node) => boxOf(around, node)), ...known.notes.map((note) => ({ ...(note as unknown as Box) }))]);
  const middle = around.flow.screenToFlowPosition(around.middle());
  const by = all ? snapped({ x: middle.x - all.x - all.width / 2, y: middle.y - all.y - all.height / 2 }) : { x: 0, y: 0 };
  put(around, known, by, "edit.paste");
  return true;
}

function put({ open }: Around, piece: Piece, by: Point, label: PlainKey): void {
  const { ids, commands } = copied(open.doc, piece, by);
  open.edit(label, commands);
  choose(ids);
}
