import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo } from "react";
import type { Json } from "@/document/definition";
import { useOpen } from "@/document/context";
import { NOTE_LOOKS, noteLook } from "@/editor/beside";
import { useDesk } from "@/editor/desk";
import { focusNode } from "@/editor/focus";
import { t } from "@/i18n/i18n";
import { SMALLEST_NOTE } from "./actions/notes";
import type { NoteNode } from "./flow";

/** A sticky note: double click or Enter to write on it. */
export const NoteCard = memo(function NoteCard({ data: { note }, id, selected }: NodeProps<NoteNode>) {
  const open = useOpen();
  const writing = useDesk(({ renaming }) => renaming === id);
  const setWriting = (begins: boolean) => useDesk.setState({ renaming: begins ? id : null });
  const change = (change: Json, label: string, merge: string | null = null) => {
    const now = open.doc.notes.find((other) => other.id === id);
    if (now) open.edit(label, [{ type: "change_note", note: { ...now, ...change, id } }], merge);
  };
  return (
    <div className={`size-full rounded-[6px] border p-3 ${noteLook(note.colour)} ${selected ? "border-ink outline-2 outline-ink" : "border-line"}`} data-note={id}>
      <NodeResizer
        isVisible={selected}
        minWidth={SMALLEST_NOTE.width}
        minHeight={SMALLEST_NOTE.height}
        onResizeEnd={(_, { x, y, width, height }) => change({ x, y, width, height }, "edit.note")}
        lineClassName="note-line"
        handleClassName="note-corner"
      />
      {writing ? (
        <textarea
          autoFocus
          aria-label={t("note.text")}
          className="nodrag nopan nowheel size-full resize-none bg-transparent text-sm leading-snug outline-none"
          value={note.text}
          onChange={(event) => change({ text: event.target.value }, "edit.note", `note ${id}`)}
          onBlur={() => setWriting(false)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key !== "Escape") return;
            setWriting(false);
            focusNode(id);
          }}
        />
      ) : (
        <div
          className="size-full overflow-hidden text-sm leading-snug break-words whitespace-pre-wrap"
          onDoubleClick={() => setWriting(true)}
        >
          {note.text === "" ? <span className="text-faint">{t("note.empty")}</span> : note.text}
        </div>
      )}
      {selected && (
        <span className="nodrag absolute -top-9 left-0 flex gap-1 rounded-full border border-line bg-card p-1 shadow-(--shadow)">
          {Object.entries(NOTE_LOOKS).map(([name, look]) => (
            <button
              key={name}
              type="button"
              aria-label={t("note.colour", { name: t(`colour.${name as keyof typeof NOTE_LOOKS}`) })}
              aria-pressed={note.colour === name}
              className={`size-5 rounded-full border ${look} ${note.colour === name ? "border-ink" : "border-edge"}`}
              onClick={() => change({ colour: name }, "edit.note")}
            />
          ))}
        </span>
      )}
    </div>
  );
});
