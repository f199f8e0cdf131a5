import { GripVertical } from "lucide-react";
import type { Item } from "@/api/executions";
import { stringifyExact } from "@/api/exact-json";
import { expressionFor, type Step } from "@/expressions/insertion";
import { inBrief, kindOf, kindWord } from "@/expressions/kinds";
import { t } from "@/i18n/i18n";
import { FIELD_DRAG } from "./field-drag";
import { insert } from "./insertion";

interface Field {
  path: Step[];
  kind: string;
  sample: string;
}

const DEEPEST = 5;
const MOST_FIELDS = 300;

/** The fields of an item, those inside of others after them. */
function fieldsOf(value: unknown, path: Step[] = []): Field[] {
  if (typeof value !== "object" || value === null || path.length >= DEEPEST) return [];
  const entries: [Step, unknown][] = Array.isArray(value) ? value.slice(0, 1).map((entry) => [0, entry]) : Object.entries(value);
  return entries.slice(0, MOST_FIELDS).flatMap(([step, inner]) => {
    const here = [...path, step];
    return [{ path: here, kind: kindWord(kindOf(inner)), sample: typeof inner === "object" ? "" : inBrief(inner) }, ...fieldsOf(inner, here)];
  });
}

/** A field that can be dragged into a parameter, or chosen for the one that was used last. */
function FieldHandle({ path, draggable }: { path: Step[]; draggable: boolean }) {
  const name = String(path.at(-1));
  if (!draggable) return <span className="truncate font-mono text-xs">{name}</span>;
  const expression = expressionFor(path);
  return (
    <button
      type="button"
      draggable
      aria-label={t("pane.insert", { field: path.join(".") })}
      title={expression}
      className="inline-flex max-w-full cursor-grab items-center gap-0.5 rounded bg-sunk py-0.5 pr-1.5 font-mono text-xs hover:bg-run-wash"
      onDragStart={(event) => {
        event.dataTransfer.setData(FIELD_DRAG, "");
        event.dataTransfer.setData("text/plain", expression);
        event.dataTransfer.effectAllowed = "copy";
      }}
      onClick={() => insert(expression)}
    >
      <GripVertical size={12} aria-hidden className="shrink-0 text-faint" />
      <span className="truncate">{name}</span>
    </button>
  );
}

interface ViewProps {
  items: readonly Item[];
  draggable: boolean;
}

export function SchemaView({ item, draggable }: { item: Item; draggable: boolean }) {
  return (
    <ul className="space-y-1 p-3">
      {fieldsOf(item.json).slice(0, MOST_FIELDS).map(({ path, kind, sample }) => (
        <li key={JSON.stringify(path)} className="flex items-center gap-2" style={{ paddingLeft: (path.length - 1) * 14 }}>
          <FieldHandle path={path} draggable={draggable} />
          <span className="shrink-0 text-xs text-faint">{kind}</span>
          <span className="min-w-0 truncate text-xs text-soft">{sample}</span>
        </li>
      ))}
    </ul>
  );
}

export function ItemTable({ items, draggable }: ViewProps) {
  const columns = [...new Set(items.flatMap(({ json }) => Object.keys(json)))].slice(0, 60);
  return (
    <table className="min-w-full text-left text-xs">
      <thead className="sticky top-0 bg-card">
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className="max-w-56 border-b border-line px-2 py-1.5 font-medium">
              <FieldHandle path={[column]} draggable={draggable} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map(({ json }, place) => (
          <tr key={place} className="border-b border-line">
            {columns.map((column) => (
              <td key={column} className="max-w-56 truncate px-2 py-1.5 font-mono">
                {Object.hasOwn(json, column) ? inBrief(json[column]) : ""}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function JsonText({ items }: { items: readonly Item[] }) {
  const text = stringifyExact(items.map(({ json }) => json), "  ");
  return <pre className="p-3 font-mono text-xs whitespace-pre-wrap break-words">{text.length > 200_000 ? `${text.slice(0, 200_000)}…` : text}</pre>;
}
