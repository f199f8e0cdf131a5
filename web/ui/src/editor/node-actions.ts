import { LogIn, PanelRight, Pencil, Power, Redo2, Spline, Undo2 } from "lucide-react";
import type { Action } from "@/actions/action";
import { isMac } from "@/actions/shortcuts";
import type { Command } from "@/document/commands";
import type { DocNode } from "@/document/definition";
import type { OpenWorkflow } from "@/document/open";
import { t } from "@/i18n/i18n";
import { desk, openNode, useDesk } from "./desk";
import { enterPanel } from "./focus";

/** What can be done with nodes, however the workflow is shown. */

export function chosenIn({ doc }: OpenWorkflow): DocNode[] {
  return [...desk().chosen].flatMap((id) => doc.nodes.get(id) ?? []);
}

export function theOneIn(open: OpenWorkflow): DocNode | undefined {
  return desk().chosen.size === 1 ? chosenIn(open)[0] : undefined;
}

export function historyActions(open: OpenWorkflow): Action[] {
  return [
    {
      id: "undo",
      label: t("edit.undo"),
      section: "section.edit",
      icon: Undo2,
      shortcuts: ["mod+z"],
      enabled: () => open.store.getState().undoLabel !== null,
      run: () => open.undo(),
    },
    {
      id: "redo",
      label: t("edit.redo"),
      section: "section.edit",
      icon: Redo2,
      shortcuts: ["mod+shift+z", "mod+y"],
      enabled: () => open.store.getState().redoLabel !== null,
      run: () => open.redo(),
    },
  ];
}

export function nodeActions(open: OpenWorkflow): Action[] {
  const isOne = () => theOneIn(open) !== undefined;
  return [
    {
      id: "open",
      label: t("edit.open"),
      section: "section.edit",
      icon: PanelRight,
      shortcuts: ["enter"],
      enabled: isOne,
      run: () => {
        openNode(theOneIn(open)?.id ?? "");
        enterPanel();
      },
    },
    {
      id: "connect",
      label: t("edit.connectTo"),
      section: "section.edit",
      icon: Spline,
      shortcuts: ["c"],
      enabled: isOne,
      run: () => useDesk.setState({ connecting: { node: theOneIn(open)?.id ?? "", side: "source", port: null, instead: null } }),
    },
    {
      id: "input-from",
      label: t("edit.inputFrom"),
      section: "section.edit",
      icon: LogIn,
      shortcuts: ["i"],
      enabled: isOne,
      run: () => takeInput(open, theOneIn(open)?.id ?? ""),
    },
    {
      id: "rename",
      label: t("edit.rename"),
      section: "section.edit",
      icon: Pencil,
      shortcuts: ["f2"],
      enabled: isOne,
      run: () => useDesk.setState({ renaming: theOneIn(open)?.id ?? null }),
    },
    {
      id: "disable",
      label: t("edit.disable"),
      section: "section.edit",
      icon: Power,
      shortcuts: ["d"],
      enabled: () => chosenIn(open).length > 0,
      run: () => toggleDisabled(open),
    },
    // Of the code editor itself, whose Tab indents.
    { id: "leave-code", label: t("leave.code"), section: "section.keys", shortcuts: [isMac ? "alt+shift+m" : "mod+m"], native: true, hidden: true, run: () => undefined },
  ];
}

/** Instead of what it is taken from now, where that is a single node. */
function takeInput({ doc }: OpenWorkflow, node: string): void {
  const [now, another] = [...doc.edges].filter(([, { target }]) => target === node);
  useDesk.setState({ connecting: { node, side: "target", port: null, instead: now && !another ? now[0] : null } });
}

function toggleDisabled(open: OpenWorkflow): void {
  const nodes = chosenIn(open);
  const type = nodes.some(({ disabled }) => !disabled) ? "disable_node" : "enable_node";
  open.edit("edit.disable", nodes.map(({ id }): Command => ({ type, node_id: id })));
}
