import type { NodeProps } from "@xyflow/react";
import { memo, useState } from "react";
import { useOpen } from "@/document/context";
import { choose } from "@/editor/desk";
import { t } from "@/i18n/i18n";
import type { GroupNode } from "./flow";
import { RenameField } from "@/components/rename-field";

/** A frame around nodes. Its title chooses all of them, so that they move together. */
export const GroupFrame = memo(function GroupFrame({ data: { group } }: NodeProps<GroupNode>) {
  const open = useOpen();
  const [renaming, setRenaming] = useState(false);
  const title = group.title === "" ? t("group.untitled") : group.title;
  const rename = (wished: string | null) => {
    setRenaming(false);
    if (wished === null) return;
    const groups = open.doc.groups.map((other) => (other["id"] === group.id ? { ...other, title: wished.trim() } : other));
    open.edit("edit.rename", [{ type: "change_groups", groups }]);
  };
  return (
    <div className="size-full rounded-[14px] border border-dashed border-edge bg-sunk/50" data-group={group.id}>
      <div className="pointer-events-auto w-fit max-w-full px-3 py-2">
        {renaming ? (
          <RenameField value={group.title} label={t("group.title")} read={({ groups }) => groups.find((other) => other["id"] === group.id)?.["title"]} onDone={rename} />
        ) : (
          <button
            type="button"
            className="nodrag max-w-full truncate text-sm font-medium text-soft hover:text-ink"
            title={t("group.hint")}
            onClick={() => choose(group.nodes)}
            onDoubleClick={() => setRenaming(true)}
            onKeyDown={(event) => {
              if (event.key !== "F2") return;
              event.stopPropagation();
              setRenaming(true);
            }}
          >
            {title}
          </button>
        )}
      </div>
    </div>
  );
});
