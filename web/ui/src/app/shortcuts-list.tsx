import type { Action } from "@/actions/action";
import { useScopes } from "@/actions/registry";
import { shown } from "@/actions/shortcuts";
import { Dialog } from "@/components/dialog";
import { type PlainKey, t } from "@/i18n/i18n";

export function ShortcutsList({ onClose }: { onClose: () => void }) {
  const scopes = useScopes((state) => state.scopes);
  const sections = new Map<PlainKey, Action[]>();
  for (const action of scopes.flat()) {
    if ((action.shortcuts ?? []).length > 0) sections.set(action.section, [...(sections.get(action.section) ?? []), action]);
  }
  return (
    <Dialog label={t("shortcuts.title")} onClose={onClose} className="w-[46rem]">
      <div tabIndex={0} role="group" aria-label={t("shortcuts.title")} className="max-h-[64dvh] overflow-y-auto px-5 pt-4">
        <div className="gap-x-10 sm:columns-2">
          {[...sections].map(([section, actions]) => (
            <section key={section} aria-label={t(section)} className="mb-5">
              <h3 className="mb-1.5 break-after-avoid text-sm font-semibold">{t(section)}</h3>
              <dl className="text-sm">
                {actions.map(({ id, label, shortcuts = [] }) => (
                  <div key={id} className="flex break-inside-avoid justify-between gap-4 border-b border-line/60 py-1">
                    <dt className="text-soft">{label}</dt>
                    <dd className="flex gap-1.5">
                      {shortcuts.map((shortcut) => (
                        <kbd key={shortcut} className="rounded-[4px] bg-sunk px-1.5 text-xs leading-5">
                          {shown(shortcut)}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
