import type { InputHTMLAttributes } from "react";
import { Labelled } from "./labelled";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string | undefined;
}

export function Field({ label, value, onChange, hint, error, ...rest }: Props) {
  return (
    <Labelled label={label} help={hint} fault={error}>
      {(id, described) => (
        <input
          {...rest}
          id={id}
          className="field"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error !== undefined}
          aria-describedby={described}
        />
      )}
    </Labelled>
  );
}
