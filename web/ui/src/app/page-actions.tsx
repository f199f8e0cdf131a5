import { Command, Keyboard, LayoutTemplate, ListTree, PlayCircle, Plus, Settings } from "lucide-react";
import { useMemo } from "react";
import { useLocation } from "wouter";
import type { Action } from "@/actions/action";
import { useActions, useShortcuts } from "@/actions/registry";
import { createWorkflow } from "@/api/workflows";
import { useDesk } from "@/editor/desk";
import { t } from "@/i18n/i18n";
import { CommandPalette } from "./command-palette";
import { ShortcutsList } from "./shortcuts-list";

/** What can be done from everywhere, and the two dialogs that list all that can be done here. */
export function PageActions() {
  const [, go] = useLocation();
  const dialog = useDesk((desk) => desk.dialog);
  const actions = useMemo(() => pageActions(go), [go]);
  useActions(actions);
  useShortcuts();
  const close = () => useDesk.setState({ dialog: null });
  if (dialog === "commands") return <CommandPalette onClose={close} />;
  return dialog === "shortcuts" ? <ShortcutsList onClose={close} /> : null;
}

function pageActions(go: (path: string) => void): Action[] {
  const create = () => void createWorkflow({ name: t("workflow.untitled"), definition: { nodes: [] } }).then(({ id }) => go(`/workflows/${id}`), () => undefined);
  return [
    { id: "commands", label: t("commands.title"), section: "section.page", icon: Command, shortcuts: ["mod+k"], whileTyping: true, hidden: true, run: () => useDesk.setState({ dialog: "commands" }) },
    { id: "shortcuts", label: t("shortcuts.title"), section: "section.page", icon: Keyboard, shortcuts: ["?"], run: () => useDesk.setState({ dialog: "shortcuts" }) },
    { id: "new-workflow", label: t("workflow.new"), section: "section.page", icon: Plus, run: create },
    { id: "workflows", label: t("nav.toWorkflows"), section: "section.page", icon: ListTree, run: () => go("/workflows") },
    { id: "templates", label: t("templates.to"), section: "section.page", icon: LayoutTemplate, run: () => go("/templates") },
    { id: "executions", label: t("nav.toExecutions"), section: "section.page", icon: PlayCircle, run: () => go("/executions") },
    { id: "settings", label: t("nav.toSettings"), section: "section.page", icon: Settings, run: () => go("/settings") },
  ];
}
