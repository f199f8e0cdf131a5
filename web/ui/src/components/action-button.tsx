import { type Action, isEnabled, perform } from "@/actions/action";
import { shown } from "@/actions/shortcuts";

/** A small button for an action: its icon, and its label and shortcut as the hint. Drawn anew by whoever knows that its state changed. */
export function ActionButton({ action, label = false }: { action: Action; label?: boolean }) {
  const { icon: Icon, shortcuts, label: text } = action;
  const keys = shortcuts?.[0];
  return (
    <button
      type="button"
      aria-label={text}
      title={keys === undefined ? text : `${text} (${shown(keys)})`}
      disabled={!isEnabled(action)}
      onClick={() => perform(action)}
      className="inline-flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-[7px] px-1.5 text-sm text-soft hover:bg-sunk hover:text-ink disabled:cursor-default disabled:opacity-40 disabled:hover:bg-transparent"
    >
      {Icon && <Icon size={16} aria-hidden />}
      {label && text}
    </button>
  );
}
