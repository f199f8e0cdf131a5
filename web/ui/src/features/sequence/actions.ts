import { ArrowDown, ArrowUp, CornerDownRight, PinOff, Plus, Trash2 } from "lucide-react";
import type { Action } from "@/actions/action";
import { clipboardActions } from "@/editor/clipboard-actions";
import { desk, useDesk } from "@/editor/desk";
import { historyActions, nodeActions } from "@/editor/node-actions";
import { nameIn } from "@/graph/names";
import { type Listed, movedBy } from "@/graph/sequence/edits";
import { type Row, stepKey } from "@/graph/sequence/rows";
import { t } from "@/i18n/i18n";
import { pickAfter } from "./adding";
import type { Around } from "./around";
import { clipboardDeeds, takeAway } from "./clipboard";

/** What can be done in the list. */
export function sequenceActions(around: Around): Action[] {
  const { open, go } = around;
  const list = () => around.shown().list;
  const step = () => {
    const row = around.row();
    return row?.kind === "step" ? row : undefined;
  };
  const isStep = () => step() !== undefined;
  return [
    ...historyActions(open),
    { id: "add", label: t("sequence.add"), section: "section.edit", icon: Plus, shortcuts: ["n"], run: () => pickAfter(around.shown(), around.row()) },
    ...nodeActions(open),
    {
      id: "move-up",
      label: t("sequence.up"),
      section: "section.edit",
      icon: ArrowUp,
      shortcuts: ["alt+arrowup"],
      enabled: isStep,
      run: () => moveBy(around, step()?.id, -1),
    },
    {
      id: "move-down",
      label: t("sequence.down"),
      section: "section.edit",
      icon: ArrowDown,
      shortcuts: ["alt+arrowdown"],
      enabled: isStep,
      run: () => moveBy(around, step()?.id, 1),
    },
    ...clipboardActions(clipboardDeeds(around)),
    {
      id: "unpin",
      label: t("edit.unpin"),
      section: "section.edit",
      icon: PinOff,
      enabled: () => open.doc.pins.has(step()?.id ?? ""),
      run: () => open.edit("edit.unpin", [{ type: "unpin_node", node_id: step()?.id ?? "" }]),
    },
    {
      id: "jump",
      label: t("sequence.jump"),
      section: "section.view",
      icon: CornerDownRight,
      enabled: () => around.row()?.kind === "link",
      shortcuts: ["enter"],
      run: () => {
        const row = around.row();
        if (row?.kind === "link") go(stepKey(row.edge.target));
      },
    },
    {
      id: "lead-elsewhere",
      label: t("edit.connectTo"),
      section: "section.edit",
      shortcuts: ["c"],
      hidden: true,
      enabled: () => around.row() !== undefined && !isStep(),
      run: () => leadElsewhere(list(), around.row()),
    },
    {
      id: "delete",
      label: t("edit.delete"),
      section: "section.edit",
      icon: Trash2,
      shortcuts: ["delete", "backspace"],
      enabled: () => desk().chosen.size > 0 || around.row()?.kind === "link",
      run: () => remove(around),
    },
  ];
}

/** The id of a step; words are said about where it came to lie, for those who don't see it. */
function moveBy({ open, shown, go, say }: Around, id: string | undefined, by: 1 | -1): void {
  if (id === undefined) return;
  const commands = movedBy(shown().list, id, by);
  if (commands.length === 0) {
    say(t("sequence.cannotMove"));
    return;
  }
  open.edit("edit.move", commands);
  go(stepKey(id));
  requestAnimationFrame(() => {
    const { sequence, doc } = shown().list;
    const row = sequence.rows[sequence.placeOf.get(id) ?? -1];
    if (row?.kind === "step") say(t("sequence.movedTo", { name: nameIn(doc, id), number: row.number }));
  });
}

function remove(around: Around): void {
  const { open, shown, row: current, go } = around;
  const row = current();
  if (row?.kind !== "link") {
    if (desk().chosen.size > 0) takeAway(around, "edit.delete");
    return;
  }
  const { rows, placeOf } = shown();
  open.edit("edit.disconnect", [{ type: "remove_connection", ...row.edge }]);
  const place = placeOf.get(row.key) ?? 0;
  const next = rows.slice(place + 1).find(({ kind, level }) => kind === "step" && level <= row.level) ?? rows.slice(0, place).findLast(({ kind }) => kind === "step");
  if (next) go(next.key);
}

function leadElsewhere(list: Listed, row: Row | undefined): void {
  switch (row?.kind) {
    case "link": {
      const [instead = null] = [...list.doc.edges].find(([, edge]) => edge === row.edge) ?? [];
      useDesk.setState({ connecting: { node: row.edge.source, side: "source", port: row.edge.source_port, instead } });
      break;
    }
    case "branch":
    case "end":
      useDesk.setState({ connecting: { node: row.id, side: "source", port: row.port, instead: null } });
  }
}
