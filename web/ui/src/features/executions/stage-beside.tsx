import type { Node, NodeProps } from "@xyflow/react";
import type { Doc, Group, Note } from "@/document/definition";
import { asGroup, asNote, frameOf, noteLook } from "@/editor/beside";
import type { Box } from "@/editor/geometry";
import { t } from "@/i18n/i18n";

export type StageNote = Node<{ note: Note }, "note">;
export type StageFrame = Node<{ group: Group }, "frame">;

/** The notes and groups of the version that ran, behind its nodes. */
export function besides({ notes, groups }: Doc, boxes: ReadonlyMap<string, Box>): (StageNote | StageFrame)[] {
  const frames = groups.map(asGroup).flatMap((group): StageFrame[] => {
    const box = frameOf(group, boxes);
    return box ? [{ id: `group ${group.id}`, type: "frame", data: { group }, zIndex: -1, ...placed(box) }] : [];
  });
  return [...frames, ...notes.map(asNote).map((note): StageNote => ({ id: `note ${note.id}`, type: "note", data: { note }, zIndex: 0, ...placed(note) }))];
}

function placed({ x, y, width, height }: Box) {
  return { position: { x, y }, width, height };
}

export function NoteOnStage({ data: { note } }: NodeProps<StageNote>) {
  return (
    <div className={`size-full overflow-hidden rounded-[6px] border border-line p-3 text-sm leading-snug break-words whitespace-pre-wrap ${noteLook(note.colour)}`} data-note={note.id}>
      {note.text}
    </div>
  );
}

export function FrameOnStage({ data: { group } }: NodeProps<StageFrame>) {
  return (
    <div className="size-full rounded-[14px] border border-dashed border-edge bg-sunk/50" data-group={group.id}>
      <p className="truncate px-3 py-2 text-sm font-medium text-soft">{group.title === "" ? t("group.untitled") : group.title}</p>
    </div>
  );
}
