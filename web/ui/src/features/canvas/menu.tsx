import type { ReactNode } from "react";
import type { Action } from "@/actions/action";
import { ActionMenu } from "@/components/action-menu";

const GROUPS: Record<"node" | "edge" | "pane", string[][]> = {
  node: [
    ["open", "write-note", "rename", "connect", "input-from", "insert", "disable"],
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
  return (
    <ActionMenu groups={GROUPS[kind]} actions={actions}>
      {children}
    </ActionMenu>
  );
}
