import { ListTree, type LucideIcon, Workflow } from "lucide-react";
import { useMemo } from "react";
import { type Action, perform } from "@/actions/action";
import { useActions } from "@/actions/registry";
import { shown } from "@/actions/shortcuts";
import { desk } from "@/editor/desk";
import { focusNode } from "@/editor/focus";
import { t } from "@/i18n/i18n";
import { prefer, preferences, usePreferences, type View } from "@/preferences/preferences";

/** The one that isn't shown is what the key leads to. */
function viewActions(): readonly Action[] {
  return [viewAction("canvas", t("view.canvas"), Workflow), viewAction("sequence", t("view.sequence"), ListTree)];
}

function viewAction(view: View, label: string, icon: LucideIcon): Action {
  return { id: `view-${view}`, label, section: "section.view", icon, shortcuts: ["v"], enabled: () => preferences().view !== view, run: () => show(view) };
}

/** What was chosen there is chosen here. */
function show(view: View): void {
  prefer({ view });
  const [id, another] = desk().chosen;
  if (id !== undefined && another === undefined) focusNode(id);
}

export function useViewActions(): void {
  useActions(useMemo(() => viewActions(), []));
}

const LABELS = { canvas: "view.canvasShort", sequence: "view.sequenceShort" } as const;

export function ViewSwitch() {
  const view = usePreferences((preferences) => preferences.view);
  return (
    <div role="group" aria-label={t("view.switch")} className="flex rounded-[8px] border border-line bg-sunk p-0.5">
      {useMemo(() => viewActions(), []).map((action) => {
        const name = action.id.slice("view-".length) as View;
        const isShown = name === view;
        const Icon = action.icon;
        return (
          <button
            key={action.id}
            type="button"
            aria-pressed={isShown}
            title={`${action.label} (${shown("v")})`}
            className={`flex h-7 items-center gap-1.5 rounded-[6px] px-2 text-xs font-medium ${isShown ? "bg-card text-ink shadow-(--shadow)" : "text-soft hover:text-ink"}`}
            onClick={() => perform(action)}
          >
            {Icon && <Icon size={14} aria-hidden />}
            {t(LABELS[name])}
          </button>
        );
      })}
    </div>
  );
}
