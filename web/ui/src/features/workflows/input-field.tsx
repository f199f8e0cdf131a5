import { t } from "@/i18n/i18n";
import type { RefObject } from "react";
import type { JsonFault } from "@/lib/json-fault";
import { FaultNote } from "./fault-note";

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  value: string;
  fault: JsonFault | null;
  onChange: (value: string) => void;
}

export function InputField({ box, value, fault, onChange }: Props) {
  return (
    <div className="mb-3">
      <label htmlFor="input" className="mb-1 block text-sm font-medium">
        {t("page.input")} <span className="font-normal text-faint">{t("page.inputHint")}</span>
      </label>
      <textarea
        id="input"
        ref={box}
        rows={5}
        autoFocus
        spellCheck={false}
        className="field resize-y font-mono text-sm"
        placeholder={'{"city": "Oslo"}'}
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={fault ? "input-fault" : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {fault && <FaultNote id="input-fault" text={value} fault={fault} />}
    </div>
  );
}
