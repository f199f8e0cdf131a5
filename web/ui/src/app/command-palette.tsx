import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { type Action, isEnabled, perform } from "@/actions/action";
import { useScopes } from "@/actions/registry";
import { shown } from "@/actions/shortcuts";
import { Dialog } from "@/components/dialog";
import { fit } from "@/editor/search";
import { t } from "@/i18n/i18n";

/** Everything that can be done now, found by typing. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const scopes = useScopes((state) => state.scopes);
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const id = useId();
  const fitting = useMemo(() => ranked(scopes.flat(), typed), [scopes, typed]);
  const choose = (action: Action | undefined) => {
    onClose();
    if (action) requestAnimationFrame(() => perform(action));
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setPlace((place + by + fitting.length) % Math.max(1, fitting.length));
    }
    if (event.key === "Enter") choose(fitting[place]);
  };
  return (
    <Dialog label={t("commands.title")} bare onClose={onClose} className="w-[36rem]">
      <input
        autoFocus
        type="search"
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={`${id}-${place}`}
        aria-label={t("commands.title")}
        className="w-full border-b border-line bg-transparent px-5 py-3.5 outline-none"
        placeholder={t("commands.placeholder")}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setPlace(0);
        }}
        onKeyDown={step}
      />
      <ul id={id} role="listbox" aria-label={t("commands.title")} className="max-h-[55dvh] overflow-y-auto p-1.5">
        {fitting.map((action, index) => (
          <li
            key={action.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === place}
            className={`flex cursor-pointer items-center gap-3 rounded-[7px] px-3 py-2 text-sm ${index === place ? "bg-sunk" : ""}`}
            onPointerMove={() => setPlace(index)}
            onClick={() => choose(action)}
          >
            {action.icon ? <action.icon size={16} className="text-soft" aria-hidden /> : <span className="w-4" />}
            <span className="flex-1">{action.label}</span>
            <span className="text-xs text-faint">{t(action.section)}</span>
            {action.shortcuts?.[0] !== undefined && <kbd className="min-w-14 text-right text-xs text-faint">{shown(action.shortcuts[0])}</kbd>}
          </li>
        ))}
        {fitting.length === 0 && <li className="px-3 py-4 text-sm text-faint">{t("commands.none")}</li>}
      </ul>
    </Dialog>
  );
}

function ranked(actions: readonly Action[], typed: string): Action[] {
  const possible = actions.filter((action) => action.hidden !== true && isEnabled(action));
  const scored = possible.map((action) => ({ action, score: fit(action.label, typed) }));
  return scored.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score).map(({ action }) => action);
}
