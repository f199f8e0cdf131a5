import { Redo2, Undo2 } from "lucide-react";
import type { Action } from "@/actions/action";
import { ActionButton } from "@/components/action-button";
import { useOpen, useOpenState } from "@/document/context";
import type { StepName } from "@/document/step";
import { inWords } from "@/features/versions/told-changes";
import { type PlainKey, t } from "@/i18n/i18n";

/** Undo and redo, with what they are about. */
export function HistoryButtons() {
  const open = useOpen();
  const { undo, redo } = useOpenState((state) => state.next);
  const actions: Action[] = [
    { id: "undo", label: named(t("edit.undo"), undo), section: "section.edit", icon: Undo2, shortcuts: ["mod+z"], enabled: () => undo !== null, run: () => open.undo() },
    { id: "redo", label: named(t("edit.redo"), redo), section: "section.edit", icon: Redo2, shortcuts: ["mod+shift+z"], enabled: () => redo !== null, run: () => open.redo() },
  ];
  return (
    <span className="flex">
      {actions.map((action) => (
        <ActionButton key={action.id} action={action} />
      ))}
    </span>
  );
}

function named(verb: string, step: StepName | null): string {
  if (step === null || step === "") return verb;
  return `${verb}: ${typeof step === "string" ? t(step as PlainKey) : inWords(step)}`;
}
