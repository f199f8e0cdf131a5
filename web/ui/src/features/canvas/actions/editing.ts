import { BetweenHorizontalStart, Plus, StickyNote, Trash2 } from "lucide-react";
import type { Action } from "@/actions/action";
import type { Marked } from "@/document/definition";
import { deleted, newId } from "@/editor/compose";
import { choose, desk, useDesk } from "@/editor/desk";
import { snapped } from "@/editor/geometry";
import { connectionsOf, pickInto } from "@/editor/inserting";
import { historyActions, nodeActions } from "@/editor/node-actions";
import { portsOf } from "@/editor/ports";
import { t } from "@/i18n/i18n";
import { anyChosen, type Around, boxOf, theOne } from "./around";

export function editing(around: Around): Action[] {
  const { open } = around;
  return [
    ...historyActions(open),
    {
      id: "add",
      label: t("edit.addNode"),
      section: "section.edit",
      icon: Plus,
      shortcuts: ["n"],
      run: () => pickNext(around),
    },
    ...nodeActions(open),
    {
      id: "insert",
      label: t("edit.insert"),
      section: "section.edit",
      icon: BetweenHorizontalStart,
      shortcuts: ["b"],
      enabled: () => connectionsOf(open.doc, theOne(around)?.id ?? "").length > 0,
      run: () => insert(around),
    },
    {
      id: "delete",
      label: t("edit.delete"),
      section: "section.edit",
      icon: Trash2,
      shortcuts: ["delete", "backspace"],
      enabled: () => anyChosen() || desk().edges.size > 0,
      run: () => {
        open.edit("edit.delete", deleted(open.doc, desk().chosen, desk().edges));
        choose([]);
        useDesk.setState({ open: null });
      },
    },
    {
      id: "write-note",
      label: t("edit.note"),
      section: "section.edit",
      icon: StickyNote,
      shortcuts: ["enter", "f2"],
      enabled: () => theNote(around) !== null,
      run: () => useDesk.setState({ renaming: theNote(around) }),
    },
    {
      id: "note",
      label: t("edit.addNote"),
      section: "section.edit",
      icon: StickyNote,
      shortcuts: ["shift+n"],
      run: () => addNote(around),
    },
  ];
}

/** The next node hangs on the chosen one, or stands in the middle of what is seen. */
function pickNext(around: Around): void {
  const node = theOne(around);
  const [port] = node ? portsOf(node, around.types?.get(node.type)).outputs : [];
  const screen = around.middle();
  const box = node && boxOf(around, node);
  const at = box ? { x: box.x + box.width + 60, y: box.y } : around.flow.screenToFlowPosition(screen);
  const end = node && port !== undefined ? ({ node: node.id, port, side: "source" } as const) : null;
  useDesk.setState({ picking: { screen, at, end, edge: null } });
}

/** Where there is but one connection, nothing has to be chosen but the type. */
function insert(around: Around): void {
  const id = theOne(around)?.id ?? "";
  const [only, another] = connectionsOf(around.open.doc, id);
  if (only && !another) pickInto(only);
  else useDesk.setState({ inserting: id });
}

function theNote({ open }: Around): string | null {
  const [id, another] = desk().chosen;
  return id !== undefined && another === undefined && open.doc.notes.some((note) => note["id"] === id) ? id : null;
}

function addNote({ open, flow, middle }: Around): void {
  const at = snapped(flow.screenToFlowPosition(middle()));
  const note: Marked = { id: newId(), ...at, width: 240, height: 140, text: "", colour: "yellow" };
  open.edit("edit.addNote", [{ type: "add_note", note }]);
  choose([note.id]);
}
