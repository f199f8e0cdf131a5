import { type ReactNode, useId, useState } from "react";

interface LabelledProps {
  label: string;
  help?: string;
  fault?: string | undefined;
  children: (id: string, described: string) => ReactNode;
}

/** A field with what it is called, what it means, and what is wrong with it. */
export function Labelled({ label, help, fault, children }: LabelledProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children(id, `${id}-help`)}
      <p id={`${id}-help`} className={`mt-1 text-xs ${fault === undefined ? "text-faint" : "text-bad"}`}>
        {fault ?? help}
      </p>
    </div>
  );
}

interface TextProps extends Omit<LabelledProps, "children"> {
  value: string;
  /** When it is left, if it is another one. */
  onChange: (value: string) => void;
  placeholder?: string;
  numeric?: boolean;
  /** What may be chosen; anything may be typed. */
  known?: readonly string[];
}

export function TextSetting({ value, onChange, placeholder, numeric = false, known, ...labels }: TextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const list = useId();
  const end = () => {
    if (typed !== null && typed.trim() !== value) onChange(typed.trim());
    setTyped(null);
  };
  return (
    <Labelled {...labels}>
      {(id, described) => (
        <>
          <input
            id={id}
            aria-describedby={described}
            aria-invalid={labels.fault !== undefined}
            className="field"
            inputMode={numeric ? "decimal" : undefined}
            list={known ? list : undefined}
            placeholder={placeholder}
            value={typed ?? value}
            onChange={({ target }) => setTyped(target.value)}
            onBlur={end}
            onKeyDown={(event) => {
              if (event.key === "Enter") end();
            }}
          />
          {known && (
            <datalist id={list}>
              {known.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Labelled>
  );
}

interface ChoiceProps extends Omit<LabelledProps, "children"> {
  value: string;
  onChange: (value: string) => void;
  options: readonly (readonly [value: string, name: string])[];
}

export function ChoiceSetting({ value, onChange, options, ...labels }: ChoiceProps) {
  return (
    <Labelled {...labels}>
      {(id, described) => (
        <select id={id} aria-describedby={described} className="field" value={value} onChange={({ target }) => onChange(target.value)}>
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
