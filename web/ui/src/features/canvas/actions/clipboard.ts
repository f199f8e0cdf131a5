import { Clipboard as Paste, Copy, CopyPlus, Scissors, SquareDashedMousePointer } from "lucide-react";
import type { Action } from "@/actions/action";
import type { Point } from "@/document/definition";
import { read, written } from "@/editor/clipboard";
import { copied, deleted, type Piece, pieceOf } from "@/editor/compose";
import { choose, desk } from "@/editor/desk";
import { bounds, type Box, GRID, snapped } from "@/editor/geometry";
import { type PlainKey, t } from "@/i18n/i18n";
import { anyChosen, type Around, boxOf } from "./around";

export function clipboard(around: Around): Action[] {
  const { open } = around;
  const toClipboard = () => void navigator.clipboard.writeText(written(pieceOf(open.doc, desk().chosen)));
  return [
    { id: "copy", label: t("edit.copy"), section: "section.edit", icon: Copy, shortcuts: ["mod+c"], native: true, enabled: anyChosen, run: toClipboard },
    {
      id: "cut",
      label: t("edit.cut"),
      section: "section.edit",
      icon: Scissors,
      shortcuts: ["mod+x"],
      native: true,
      enabled: anyChosen,
      run: () => {
        toClipboard();
        open.edit("edit.cut", deleted(open.doc, desk().chosen, new Set()));
      },
    },
    {
      id: "paste",
      label: t("edit.paste"),
      section: "section.edit",
      icon: Paste,
      shortcuts: ["mod+v"],
      native: true,
      run: () => void navigator.clipboard.readText().then((text) => paste(around, text)),
    },
    {
      id: "duplicate",
      label: t("edit.duplicate"),
      section: "section.edit",
      icon: CopyPlus,
      shortcuts: ["mod+d"],
      enabled: anyChosen,
      run: () => put(around, pieceOf(open.doc, desk().chosen), { x: 2 * GRID, y: 3 * GRID }, "edit.duplicate"),
    },
    {
      id: "all",
      label: t("edit.selectAll"),
      section: "section.edit",
      icon: SquareDashedMousePointer,
      shortcuts: ["mod+a"],
      run: () => choose([...open.doc.nodes.keys(), ...open.doc.notes.map(({ id }) => id)]),
    },
  ];
}

/** Put a piece from the clipboard into the middle of what is seen; false where the text is none. */
export function paste(around: Around, text: string): boolean {
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
