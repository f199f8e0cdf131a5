interface Props<T extends string> {
  label: string;
  options: readonly T[];
  value: T;
  onChange: (value: T) => void;
  /** Shown, fainter, beside an option. */
  detail?: (option: T) => string;
}

/** A few options side by side, one of them chosen. */
export function Choice<T extends string>({ label, options, value, onChange, detail }: Props<T>) {
  return (
    <span role="group" aria-label={label} className="inline-flex max-w-full overflow-hidden rounded-[7px] bg-sunk p-0.5">
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChange(option)}
          className={`truncate rounded-[5px] px-2.5 py-0.5 text-sm focus-visible:-outline-offset-2 ${option === value ? "bg-raised font-medium shadow-(--shadow)" : "text-soft hover:text-ink"}`}
        >
          {option}
          {detail && <span className="figures ml-1.5 text-faint">{detail(option)}</span>}
        </button>
      ))}
    </span>
  );
}
