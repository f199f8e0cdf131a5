import { type ReactNode, useId } from "react";

export interface LabelledProps {
  label: string;
  help?: string | undefined;
  fault?: string | undefined;
  /** Where fields stand side by side above what they are for. */
  small?: boolean | undefined;
  /** `described`: the id of what is said below, where something is. */
  children: (id: string, described: string | undefined) => ReactNode;
}

/** A field with what it is called, what it means, and what is wrong with it. */
export function Labelled({ label, help, fault, small = false, children }: LabelledProps) {
  const id = useId();
  const note = fault ?? help;
  return (
    <div>
      <label htmlFor={id} className={`mb-1 block font-medium ${small ? "text-xs text-faint" : "text-sm"}`}>
        {label}
      </label>
      {children(id, note === undefined ? undefined : `${id}-note`)}
      {note !== undefined && (
        <p id={`${id}-note`} className={`mt-1 text-xs ${fault === undefined ? "text-faint" : "text-bad"}`}>
          {note}
        </p>
      )}
    </div>
  );
}
