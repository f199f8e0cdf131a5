import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { stringifyExact } from "@/api/exact-json";
import { Button } from "@/components/button";
import { t } from "@/i18n/i18n";
import { same } from "@/lib/same";
import { ExpressionArea } from "./expression-field";
import { useEntryFocus } from "./entry-focus";
import { pathKey } from "./faults";
import { Small } from "./list-field";
import { asText } from "./schema";
import type { ShapedProps } from "./schema-field";

type Row = [name: string, value: unknown];

function objectOf(rows: readonly Row[]): Record<string, unknown> {
  return Object.fromEntries(rows.filter(([name]) => name !== ""));
}

/** Names of one's own with a value each, such as headers. A row without a name is kept here, and nowhere else. */
export function RecordField({ label, shape: { schema, expression }, value, path, fault, context, onChange }: ShapedProps) {
  const [rows, setRows] = useState<Row[]>(() => Object.entries((value ?? schema.default ?? {}) as Record<string, unknown>));
  // Undone, or changed by somebody else.
  if (!same(objectOf(rows), value ?? schema.default ?? {})) setRows(Object.entries((value ?? schema.default ?? {}) as Record<string, unknown>));
  const change = (now: Row[]) => {
    setRows(now);
    onChange(objectOf(now), path);
  };
  const set = (place: number, row: Row) => change(rows.map((other, index) => (index === place ? row : other)));
  const { box, focusEntry } = useEntryFocus();
  return (
    <fieldset ref={box} className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {(fault ?? schema.description) !== undefined && (
        <p className={`mb-1.5 text-xs leading-4 ${fault === undefined ? "text-faint" : "text-bad"}`}>{fault ?? schema.description}</p>
      )}
      <ul className="space-y-1.5">
        {rows.map(([name, one], place) => {
          const wrong = context.faults.get(pathKey([...path, name]));
          return (
            <li key={place} data-entry={place}>
              <div className="flex items-start gap-1.5">
                <input className="field w-2/5 text-sm" aria-label={t("record.name")} placeholder={t("record.name")} value={name} onChange={(event) => set(place, [event.target.value, one])} />
                {expression && context.world ? (
                  <ExpressionArea
                    label={t("record.value", { name })}
                    note={wrong}
                    invalid={wrong !== undefined}
                    placeholder={t("record.valuePlaceholder")}
                    value={asText(one) ?? stringifyExact(one)}
                    world={context.world}
                    onChange={(text) => set(place, [name, text])}
                  />
                ) : (
                  <textarea
                    rows={1}
                    spellCheck={false}
                    className="field min-w-0 flex-1 resize-none text-sm leading-5 field-sizing-content"
                    aria-label={t("record.value", { name })}
                    placeholder={t("record.valuePlaceholder")}
                    value={asText(one) ?? stringifyExact(one)}
                    onChange={(event) => set(place, [name, event.target.value])}
                  />
                )}
                <Small label={t("list.remove")} icon={<Trash2 size={14} aria-hidden />} onClick={() => {
                    change(rows.filter((_, index) => index !== place));
                    focusEntry(null);
                  }} />
              </div>
              {wrong !== undefined && <p className="mt-0.5 text-xs text-bad">{wrong}</p>}
            </li>
          );
        })}
      </ul>
      <Button look="quiet" className="mt-1.5 h-8 px-2" icon={<Plus size={15} aria-hidden />} onClick={() => {
          setRows([...rows, ["", ""]]);
          focusEntry(rows.length);
        }}>
        {t("list.add")}
      </Button>
    </fieldset>
  );
}
