import type { ReactNode } from "react";
import { FieldFrame } from "./field-frame";
import type { ShapedProps } from "./schema-field";

interface Props extends Pick<ShapedProps, "label" | "shape" | "fault"> {
  /** Of the option that is chosen. */
  value: string;
  onChoose: (value: string) => void;
  onFocus?: () => void;
  aside?: ReactNode;
  /** Below the field. */
  more?: ReactNode;
  /** The options. */
  children: ReactNode;
}

/** One of several, whatever they are. */
export function SelectField({ label, shape, fault, value, onChoose, onFocus, aside, more, children }: Props) {
  return (
    <FieldFrame label={label} hint={shape.schema.description} fault={fault} aside={aside}>
      {({ id, describedBy, invalid }) => (
        <>
          <select id={id} className="field text-sm" aria-describedby={describedBy} aria-invalid={invalid} value={value} onFocus={onFocus} onChange={({ target }) => onChoose(target.value)}>
            {children}
          </select>
          {more}
        </>
      )}
    </FieldFrame>
  );
}
