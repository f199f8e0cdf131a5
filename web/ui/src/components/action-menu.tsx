import { ContextMenu } from "radix-ui";
import { Fragment, type ReactNode, useRef } from "react";
import { type Action, isEnabled, perform } from "@/actions/action";
import { shown } from "@/actions/shortcuts";

interface Props {
  /** Ids of actions, in groups; those that aren't possible now are left out. */
  groups: readonly (readonly string[])[];
  actions: readonly Action[];
  /** What the menu is about. */
  children: ReactNode;
}

export function ActionMenu({ groups: wished, actions, children }: Props) {
  const asked = useRef<Action | null>(null);
  const byId = new Map(actions.map((action) => [action.id, action]));
  const groups = wished.map((ids) => ids.flatMap((id) => byId.get(id) ?? []).filter(isEnabled)).filter((group) => group.length > 0);
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content
          className="floating z-40 min-w-56 p-1 text-sm"
          onCloseAutoFocus={() => {
            const action = asked.current;
            asked.current = null;
            // Only when the focus is back where it was: what the action shows may want it.
            if (action) requestAnimationFrame(() => perform(action));
          }}
        >
          {groups.map((group, place) => (
            <Fragment key={place}>
              {place > 0 && <ContextMenu.Separator className="my-1 h-px bg-line" />}
              {group.map((action) => (
                <ContextMenu.Item
                  key={action.id}
                  onSelect={() => (asked.current = action)}
                  className="flex items-center gap-2.5 rounded-[6px] px-2 py-1.5 outline-none data-highlighted:bg-sunk"
                >
                  {action.icon ? <action.icon size={15} className="text-soft" aria-hidden /> : <span className="w-[15px]" />}
                  <span className="flex-1">{action.label}</span>
                  {action.shortcuts?.[0] !== undefined && <kbd className="text-xs text-faint">{shown(action.shortcuts[0])}</kbd>}
                </ContextMenu.Item>
              ))}
            </Fragment>
          ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
