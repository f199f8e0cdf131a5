import type { Action } from "@/actions/action";
import type { Command } from "@/document/commands";
import type { Marked } from "@/document/definition";
import { asNote } from "@/editor/beside";
import { desk } from "@/editor/desk";
import { GRID } from "@/editor/geometry";
import { type PlainKey, t } from "@/i18n/i18n";
import type { Around } from "./around";

export const SMALLEST_NOTE = { width: 120, height: 60 };

const SIZES = [
  ["arrowright", "note.wider", 1, 0],
  ["arrowleft", "note.narrower", -1, 0],
  ["arrowdown", "note.taller", 0, 1],
  ["arrowup", "note.shorter", 0, -1],
] as const satisfies readonly (readonly [string, PlainKey, number, number])[];

export const chosenNotes = ({ open }: Around) => open.doc.notes.filter(({ id }) => desk().chosen.has(id));

/** Notes grow and shrink with the keyboard; they move as nodes do. */
export function noteSizes(around: Around): Action[] {
  const resize = (x: number, y: number) => around.open.edit("edit.note", chosenNotes(around).map((note) => resized(note, x * GRID, y * GRID)), "resize");
  return SIZES.map(
    ([key, label, x, y]): Action => ({
      id: `resize-${key}`,
      label: t(label),
      section: "section.keys",
      shortcuts: [`shift+alt+${key}`],
      hidden: true,
      enabled: () => chosenNotes(around).length > 0,
      run: () => {
        resize(x, y);
      },
    }),
  );
}

function resized(note: Marked, wider: number, taller: number): Command {
  const { width, height } = asNote(note);
  const size = { width: Math.max(SMALLEST_NOTE.width, width + wider), height: Math.max(SMALLEST_NOTE.height, height + taller) };
  return { type: "change_note", note: { ...note, ...size } };
}

/** Moved on the canvas. */
export function shiftedNote(note: Marked, x: number, y: number): Command {
  const before = asNote(note);
  return { type: "change_note", note: { ...note, x: before.x + x, y: before.y + y } };
}
