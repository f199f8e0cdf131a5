import { useEffect, useRef } from "react";
import type { Doc } from "@/document/definition";
import { useDraft } from "@/document/draft";

interface Props {
  value: string;
  label: string;
  /** The name as the workflow has it. */
  read: (doc: Doc) => unknown;
  /** Null: left as it is. */
  onDone: (value: string | null) => void;
  /** The keyboard is done with it, and wants to be somewhere else. */
  onLeave?: () => void;
}

/** A name, edited where it stands. Enter and leaving keep it, Escape doesn't. */
export function RenameField({ value, label, read, onDone, onLeave }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  const draft = useDraft();
  const reading = useRef(read);
  useEffect(() => {
    draft.begin(reading.current);
    field.current?.select();
  }, [draft]);
  const finish = (wished: string | null) => {
    if (done.current) return;
    done.current = true;
    draft.end(() => onDone(wished));
  };
  return (
    <input
      ref={field}
      autoFocus
      defaultValue={value}
      aria-label={label}
      maxLength={200}
      className="nodrag nopan w-full rounded-[4px] border border-run bg-card px-1 py-px text-[13px] leading-[1.2] font-medium outline-none"
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Enter" && event.key !== "Escape") return;
        finish(event.key === "Enter" ? event.currentTarget.value : null);
        onLeave?.();
      }}
    />
  );
}
