import { useId, useState } from "react";
import { Labelled, type LabelledProps } from "@/components/labelled";

interface TextProps extends Omit<LabelledProps, "children"> {
  value: string;
  /** When it is left, if it is another one; false: it is not taken, and stays to be mended. */
  onChange: (value: string) => unknown;
  placeholder?: string;
  numeric?: boolean;
  /** What may be chosen; anything may be typed. */
  known?: readonly string[];
}

export function TextSetting({ value, onChange, placeholder, numeric = false, known, ...labels }: TextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const list = useId();
  const end = () => {
    if (typed !== null && typed.trim() !== value && onChange(typed.trim()) === false) return;
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
