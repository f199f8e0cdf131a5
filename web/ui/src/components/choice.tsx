import { Labelled, type LabelledProps } from "./labelled";

interface Props extends Omit<LabelledProps, "children"> {
  value: string;
  onChange: (value: string) => void;
  options: readonly (readonly [value: string, name: string])[];
}

/** One of a few. */
export function Choice({ value, onChange, options, ...labels }: Props) {
  return (
    <Labelled {...labels}>
      {(id, described) => (
        <select id={id} aria-describedby={described} className={labels.small ? "field h-9 w-40 py-0" : "field"} value={value} onChange={({ target }) => onChange(target.value)}>
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
