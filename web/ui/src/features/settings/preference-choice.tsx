import { useId } from "react";

interface Props<T extends string> {
  legend: string;
  options: readonly T[];
  value: T;
  label: (option: T) => string;
  onChange: (value: T) => void;
}

export function PreferenceChoice<T extends string>({ legend, options, value, label, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label key={option} className={`flex items-center gap-2 rounded-[7px] border px-3 py-1.5 text-sm ${option === value ? "border-ink bg-sunk font-medium" : "border-line text-soft"}`}>
            <input type="radio" name={name} className="accent-ink" checked={option === value} onChange={() => onChange(option)} />
            {label(option)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
