import { PanelRight, Pencil, Plus, Power, Redo2, Spline, StickyNote, Trash2, Undo2 } from "lucide-react";
import type { Action } from "@/actions/action";
import type { Command } from "@/document/commands";
import type { Marked } from "@/document/definition";
import { deleted, newId } from "@/editor/compose";
import { choose, desk, openNode, useDesk } from "@/editor/desk";
import { snapped } from "@/editor/geometry";
import { portsOf } from "@/editor/ports";
import { t } from "@/i18n/i18n";
import { anyChosen, type Around, boxOf, chosenNodes, theOne } from "./around";

export function editing(around: Around): Action[] {
  const { open } = around;
  return [
    {
      id: "undo",
      label: t("edit.undo"),
      section: "section.edit",
      icon: Undo2,
      shortcuts: ["mod+z"],
      enabled: () => open.store.getState().next.undo !== null,
      run: () => open.undo(),
    },
    {
      id: "redo",
      label: t("edit.redo"),
      section: "section.edit",
      icon: Redo2,
      shortcuts: ["mod+shift+z", "mod+y"],
      enabled: () => open.store.getState().next.redo !== null,
      run: () => open.redo(),
    },
    {
      id: "add",
      label: t("edit.addNode"),
      section: "section.edit",
      icon: Plus,
      shortcuts: ["n"],
      run: () => pickNext(around),
    },
    {
      id: "open",
      label: t("edit.open"),
      section: "section.edit",
      icon: PanelRight,
      shortcuts: ["enter"],
      enabled: () => theOne(around) !== undefined,
      run: () => openNode(theOne(around)?.id ?? ""),
    },
    {
      id: "connect",
      label: t("edit.connectTo"),
      section: "section.edit",
      icon: Spline,
      shortcuts: ["c"],
      enabled: () => theOne(around) !== undefined,
      run: () => useDesk.setState({ connecting: theOne(around)?.id ?? null }),
    },
    {
      id: "rename",
      label: t("edit.rename"),
      section: "section.edit",
      icon: Pencil,
      shortcuts: ["f2"],
      enabled: () => theOne(around) !== undefined,
      run: () => useDesk.setState({ renaming: theOne(around)?.id ?? null }),
    },
    {
      id: "disable",
      label: t("edit.disable"),
      section: "section.edit",
      icon: Power,
      shortcuts: ["d"],
      enabled: () => chosenNodes(around).length > 0,
      run: () => toggleDisabled(around),
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

function toggleDisabled(around: Around): void {
  const nodes = chosenNodes(around);
  const type = nodes.some(({ disabled }) => !disabled) ? "disable_node" : "enable_node";
  around.open.edit("edit.disable", nodes.map(({ id }): Command => ({ type, node_id: id })));
}

function addNote({ open, flow, middle }: Around): void {
  const at = snapped(flow.screenToFlowPosition(middle()));
  const note: Marked = { id: newId(), ...at, width: 240, height: 140, text: "", colour: "yellow" };
  open.edit("edit.addNote", [{ type: "add_note", note }]);
  choose([note.id]);
}
