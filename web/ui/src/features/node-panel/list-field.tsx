import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/button";
import type { Json } from "@/document/definition";
import { t } from "@/i18n/i18n";
import { pathKey } from "./faults";
import { Form } from "./form";
import { useEntryFocus } from "./entry-focus";
import { firstValue, shapeOf } from "./schema";
import { SchemaField, type ShapedProps } from "./schema-field";

/** Any number of entries of one kind, in an order. */
export function ListField({ label, shape, value, path, fault, context, onChange }: ShapedProps) {
  const { schema, expression } = shape;
  const entry = shape.entry ?? {};
  const entries: readonly unknown[] = Array.isArray(value) ? value : ((schema.default ?? []) as unknown[]);
  const inner = shapeOf(entry, context.root, expression);
  const set = (place: number, now: unknown) => entries.map((other, index) => (index === place ? now : other));
  const swap = (place: number, by: number) => {
    const after = [...entries];
    [after[place], after[place + by]] = [after[place + by], after[place]];
    onChange(after, path);
  };
  const { box, focusEntry } = useEntryFocus();
  return (
    <fieldset ref={box} className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {(fault ?? schema.description) !== undefined && (
        <p className={`mb-1.5 text-xs leading-4 ${fault === undefined ? "text-faint" : "text-bad"}`}>{fault ?? schema.description}</p>
      )}
      <ol className="space-y-2">
        {entries.map((one, place) => (
          <li key={place} data-entry={place} className="group/entry flex items-start gap-1 rounded-[8px] border border-line bg-paper/60 p-2.5 pr-1">
            <div className="min-w-0 flex-1">
              {inner.kind === "object" ? (
                <Form
                  schema={inner.schema}
                  values={(one ?? {}) as Json}
                  path={[...path, place]}
                  context={context}
                  expression={expression}
                  onChange={(now, changed) => onChange(set(place, now), changed)}
                />
              ) : (
                <SchemaField
                  label={String(place)}
                  raw={entry}
                  value={one}
                  path={[...path, place]}
                  fault={context.faults.get(pathKey([...path, place]))}
                  context={context}
                  expression={expression}
                  required
                  onChange={(now, changed) => onChange(set(place, now), changed)}
                />
              )}
            </div>
            <div className="flex flex-col">
              <Small label={t("list.remove")} onClick={() => {
                  onChange(entries.filter((_, index) => index !== place), path);
                  focusEntry(null);
                }} icon={<Trash2 size={14} aria-hidden />} />
              {place > 0 && <Small label={t("list.up")} onClick={() => swap(place, -1)} icon={<ArrowUp size={14} aria-hidden />} />}
              {place < entries.length - 1 && <Small label={t("list.down")} onClick={() => swap(place, 1)} icon={<ArrowDown size={14} aria-hidden />} />}
            </div>
          </li>
        ))}
      </ol>
      <Button
        look="quiet"
        className="mt-1.5 h-8 px-2"
        icon={<Plus size={15} aria-hidden />}
        disabled={schema.maxItems !== undefined && entries.length >= schema.maxItems}
        onClick={() => {
          onChange([...entries, firstValue(entry, context.root)], path);
          focusEntry(entries.length);
        }}
      >
        {t("list.add")}
      </Button>
    </fieldset>
  );
}

export function Small({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick} className="grid size-7 place-items-center rounded-[6px] text-faint hover:bg-sunk hover:text-ink">
      {icon}
    </button>
  );
}
