import type { Item } from "@/api/executions";

/** A field that items have. */
export interface Field {
  name: string;
  /** Kinds of values seen: "text", "number", … */
  kinds: readonly string[];
  /** In how many of them it is. */
  count: number;
  fields: readonly Field[];
}

interface Seen {
  kinds: Set<string>;
  count: number;
  inner: Record<string, unknown>[];
}

const DEEPEST = 8;
const MOST_FIELDS = 200;

/** The fields of these objects, in the order of first sight; lists of objects have the fields of their entries. */
export function fieldsOf(objects: readonly Record<string, unknown>[], depth = 0): Field[] {
  const seen = new Map<string, Seen>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      const field = seen.get(name) ?? { kinds: new Set(), count: 0, inner: [] };
      if (seen.size >= MOST_FIELDS && field.count === 0) continue;
      seen.set(name, field);
      field.count++;
      field.kinds.add(kindOf(value));
      field.inner.push(...(Array.isArray(value) ? value.slice(0, 100).filter(isObject) : isObject(value) ? [value] : []));
    }
  }
  return [...seen].map(([name, { kinds, count, inner }]) => ({ name, kinds: [...kinds], count, fields: depth < DEEPEST && inner.length > 0 ? fieldsOf(inner, depth + 1) : [] }));
}

export function schemaOf(items: readonly Item[]): Field[] {
  return fieldsOf(items.map(({ json }) => json));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "bigint") return "number";
  return typeof value;
}
