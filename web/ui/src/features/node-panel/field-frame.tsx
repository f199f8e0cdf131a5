import { type ReactNode, useId } from "react";

export interface Labelled {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

interface Props {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
  /** Shown at the right end of the label's line. */
  aside?: ReactNode;
  children: (field: Labelled) => ReactNode;
}

/** Label, what it means, and what is wrong, around any kind of field. */
export function FieldFrame({ label, hint, fault, aside, children }: Props) {
  const id = useId();
  const note = fault ?? hint;
  return (
    <div className="group/field min-w-0">
      <div className="mb-1 flex min-h-5 items-center justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium" onClick={() => focusEditor(id)}>
          {label}
        </label>
        {aside}
      </div>
      {children({ id, describedBy: note === undefined ? undefined : `${id}-note`, invalid: fault !== undefined })}
      {note !== undefined && (
        <p id={`${id}-note`} role={fault === undefined ? undefined : "alert"} className={`mt-1 text-xs leading-4 ${fault === undefined ? "text-faint" : "text-bad"}`}>
          {note}
        </p>
      )}
    </div>
  );
}

/** An editor in a shadow root has no label of its own to be pressed. */
function focusEditor(id: string): void {
  document.getElementById(id)?.shadowRoot?.querySelector<HTMLElement>(".cm-content")?.focus();
}
