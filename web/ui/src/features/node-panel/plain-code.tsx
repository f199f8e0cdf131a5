export interface CodeFieldProps {
  id: string;
  label: string;
  describedBy: string | undefined;
  language: string;
  value: string;
  nodeNames: readonly string[];
  onChange: (code: string) => void;
}

/** Where the code editor can't be had, such as without a connection. */
export function PlainCode({ id, label, describedBy, value, onChange }: CodeFieldProps) {
  return (
    <textarea
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      spellCheck={false}
      className="field h-72 resize-y font-mono text-[13px]"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
