import { read, written } from "@/editor/clipboard";
import type { ClipboardDeeds } from "@/editor/clipboard-actions";
import type { Piece } from "@/editor/compose";
import { choose, desk, useDesk } from "@/editor/desk";
import { duplicated } from "@/graph/sequence/edits";
import { chosenPiece, pasted, removedAll } from "@/graph/sequence/pieces";
import { stepKey } from "@/graph/sequence/rows";
import { type PlainKey, t } from "@/i18n/i18n";
import type { Around } from "./around";
import { slotAfter } from "./adding";
import { useFolded } from "./folded";

const folded = () => useFolded.getState().keys;

/** Of the list: the same text as on the canvas. */
export function clipboardDeeds(around: Around): ClipboardDeeds {
  return {
    copied: () => copied(around),
    cut: () => {
      takeAway(around, "edit.cut");
    },
    paste: (text) => paste(around, text),
    duplicate: () => {
      duplicate(around);
    },
    selectAll: () => {
      choose(around.open.doc.nodes.keys());
    },
  };
}

function copied({ shown }: Around): string | null {
  const piece = chosenPiece(shown().list, desk().chosen, folded());
  return piece.nodes.length === 0 ? null : written(piece);
}

/** All steps that are chosen; what came after them follows what came before. */
export function takeAway({ open, shown, go }: Around, label: PlainKey): void {
  const { chosen } = desk();
  const { list, rows } = shown();
  const isGone = (one: (typeof rows)[number] | undefined) => one?.kind === "step" && chosen.has(one.id);
  const last = rows.findLastIndex(isGone);
  const level = rows[last]?.level ?? 1;
  const stays = (one: (typeof rows)[number]) => one.kind === "step" && !chosen.has(one.id);
  const next = rows.slice(last + 1).find((one) => stays(one) && one.level <= level) ?? rows.slice(0, last).findLast(stays);
  open.edit(label, removedAll(list, chosen, folded()));
  if (chosen.has(desk().open ?? "")) useDesk.setState({ open: null });
  if (next) go(next.key);
  else choose([]);
}

/** After the row that has the focus; false where the text is no piece of a workflow. */
function paste(around: Around, text: string): boolean {
  const piece = read(text);
  if (!piece) return false;
  const { types } = around.shown().list;
  put(around, { ...piece, nodes: piece.nodes.filter(({ type }) => types?.has(type) ?? true), notes: [] }, "edit.paste");
  return true;
}

function put(around: Around, piece: Piece, label: PlainKey): void {
  const { list } = around.shown();
  const { ids, commands } = pasted(list, piece, slotAfter(list, around.row()));
  const [first] = ids;
  if (first === undefined) return;
  around.open.edit(label, commands);
  around.go(stepKey(first));
  choose(ids);
  around.say(t("sequence.pasted", { count: ids.length }));
}

/** One with all that hangs on it, several as a piece after the last of them. */
function duplicate(around: Around): void {
  const { list } = around.shown();
  const [id, another] = desk().chosen;
  if (another !== undefined) {
    const last = list.sequence.rows.findLast((row) => row.kind === "step" && desk().chosen.has(row.id));
    put({ ...around, row: () => last }, chosenPiece(list, desk().chosen, folded()), "edit.duplicate");
    return;
  }
  const copy = duplicated(list, id ?? "");
  if (!copy) return;
  around.open.edit("edit.duplicate", copy.commands);
  around.go(stepKey(copy.id));
}
