import type { CodeFieldProps } from "./form-context";

/** Where the code editor can't be had, such as without a connection. */
export function PlainCode({ id, label, describedBy, invalid, value, onChange }: CodeFieldProps) {
  return (
    <textarea
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      spellCheck={false}
      className="field h-72 resize-y font-mono text-[13px]"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
