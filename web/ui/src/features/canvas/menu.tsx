import { ContextMenu } from "radix-ui";
import { Fragment, type ReactNode } from "react";
import { type Action, isEnabled, perform } from "@/actions/action";
import { shown } from "@/actions/shortcuts";

const GROUPS: Record<"node" | "edge" | "pane", string[][]> = {
  node: [
    ["open", "rename", "connect", "disable"],
    ["run-to", "run-from", "run-node"],
    ["copy", "cut", "duplicate"],
    ["group", "ungroup", "tidy", "align-left", "align-top", "distribute-x", "distribute-y"],
    ["delete"],
  ],
  edge: [["delete"]],
  pane: [
    ["add", "note", "paste"],
    ["all", "tidy"],
    ["fit", "zoom-100", "minimap", "snap"],
  ],
};

interface Props {
  kind: keyof typeof GROUPS;
  actions: readonly Action[];
  children: ReactNode;
}

/** What can be done with what lies under the pointer. */
export function CanvasMenu({ kind, actions, children }: Props) {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const groups = GROUPS[kind].map((ids) => ids.flatMap((id) => byId.get(id) ?? []).filter(isEnabled)).filter((group) => group.length > 0);
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="floating z-40 min-w-56 p-1 text-sm">
          {groups.map((group, place) => (
            <Fragment key={place}>
              {place > 0 && <ContextMenu.Separator className="my-1 h-px bg-line" />}
              {group.map((action) => (
                <ContextMenu.Item
                  key={action.id}
                  onSelect={() => perform(action)}
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
