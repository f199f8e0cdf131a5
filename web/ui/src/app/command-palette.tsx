import { useMemo } from "react";
import { type Action, isEnabled, perform } from "@/actions/action";
import { useScopes } from "@/actions/registry";
import { shown } from "@/actions/shortcuts";
import { Dialog } from "@/components/dialog";
import { SearchList } from "@/components/search-list";
import { fit } from "@/editor/search";
import { t } from "@/i18n/i18n";

/** Everything that can be done now, found by typing. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const scopes = useScopes((state) => state.scopes);
  const actions = useMemo(() => scopes.flat(), [scopes]);
  const choose = (action: Action) => {
    onClose();
    requestAnimationFrame(() => perform(action));
  };
  return (
    <Dialog label={t("commands.title")} bare onClose={onClose} className="w-[36rem]">
      <SearchList
        look="alone"
        label={t("commands.title")}
        placeholder={t("commands.placeholder")}
        title={t("commands.title")}
        find={(typed) => ranked(actions, typed)}
        keyOf={({ id }) => id}
        onChoose={choose}
        none={() => t("commands.none")}
      >
        {(action) => (
          <>
            {action.icon ? <action.icon size={16} className="text-soft" aria-hidden /> : <span className="w-4" />}
            <span className="flex-1">{action.label}</span>
            <span className="text-xs text-faint">{t(action.section)}</span>
            {action.shortcuts?.[0] !== undefined && <kbd className="min-w-14 text-right text-xs text-faint">{shown(action.shortcuts[0])}</kbd>}
          </>
        )}
      </SearchList>
    </Dialog>
  );
}

function ranked(actions: readonly Action[], typed: string): Action[] {
  const possible = actions.filter((action) => action.hidden !== true && isEnabled(action));
  const scored = possible.map((action) => ({ action, score: fit(action.label, typed) }));
  return scored.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score).map(({ action }) => action);
}
