import type { Schema } from "@/api/node-types";
import type { Json } from "@/document/definition";

/** How a field is filled in. */
export type Kind = "text" | "code" | "number" | "boolean" | "choice" | "choices" | "list" | "record" | "object" | "workflow" | "environment" | "value";

export interface FieldShape {
  schema: Schema;
  kind: Kind;
  /** Empty means nothing at all (null). */
  nullable: boolean;
  expression: boolean;
  /** Of a list or a record. */
  entry: Schema | null;
}

/** A schema with its references followed and "or nothing" taken apart. */
export function shapeOf(raw: Schema, root: Schema, inherited = false): FieldShape {
  const outer = resolved(raw, root);
  const some = (outer.anyOf ?? outer.oneOf ?? []).map((one) => resolved(one, root));
  const nullable = some.some(({ type }) => type === "null") || (outer.type === undefined && some.length === 0 && outer.default === null);
  const choices = some.filter(({ type }) => type !== "null");
  const [only] = choices;
  const schema = choices.length === 1 && only ? { ...outer, ...only, title: outer.title ?? only.title, description: outer.description ?? only.description } as Schema : outer;
  const expression = inherited || outer["x-expression"] === true;
  const kind = choices.length > 1 ? "value" : kindOf(schema, expression, root);
  return { schema, kind, nullable, expression, entry: kind === "list" || kind === "choices" ? entryOf(schema, root) : kind === "record" ? valueOf(schema) : null };
}

/** Kinds that a schema names itself; of others it has no say. */
const EDITORS = ["code", "workflow", "environment"] as const;

function kindOf(schema: Schema, expression: boolean, root: Schema): Kind {
  const editor = EDITORS.find((one) => one === schema["x-editor"]);
  if (editor) return editor;
  if (schema.enum) return "choice";
  switch (schema.type) {
    case "string":
      return "text";
    case "number":
    case "integer":
      return expression ? "value" : "number";
    case "boolean":
      return "boolean";
    case "array":
      return entryOf(schema, root).enum ? "choices" : "list";
    case "object":
      return schema.properties ? "object" : "record";
    default:
      return Array.isArray(schema.default) ? "list" : "value";
  }
}

function entryOf(schema: Schema, root: Schema): Schema {
  return schema.items ? resolved(schema.items, root) : {};
}

function valueOf({ additionalProperties }: Schema): Schema {
  return typeof additionalProperties === "object" ? additionalProperties : {};
}

export function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target ? { ...resolved(target, root), ...schema } : schema;
}

/** What people read for one of the values of `enum`. */
export function labelOf(schema: Schema, option: unknown): string {
  return schema["x-labels"]?.[String(option)] ?? String(option);
}

/** What stands in a field before anybody fills it in. */
export function firstValue(raw: Schema, root: Schema): unknown {
  const { schema, kind } = shapeOf(raw, root);
  if (schema.default !== undefined) return schema.default;
  switch (kind) {
    case "boolean":
      return false;
    case "choice":
      return schema.enum?.[0];
    case "list":
    case "choices":
      return [];
    case "record":
      return {};
    case "number":
      return schema.minimum ?? 0;
    case "object": {
      const properties = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
      return Object.fromEntries(properties.map(([name, property]) => [name, firstValue(property, root)]));
    }
    default:
      return "";
  }
}

/** Whether the field is shown beside these values of its siblings. */
export function isShown(schema: Schema, values: Json, siblings: Record<string, Schema>): boolean {
  return Object.entries(schema["x-show"] ?? {}).every(([name, wanted]) => wanted.includes(values[name] ?? siblings[name]?.default));
}

/** The values with one changed, or without it where there is none. */
export function withField(values: Json, name: string, value: unknown): Json {
  if (value !== undefined) return { ...values, [name]: value };
  return Object.fromEntries(Object.entries(values).filter(([other]) => other !== name));
}

/** Text for a field that may hold any value; null where it can't be written as plain text. */
export function asText(value: unknown): string | null {
  if (value === undefined || value === null) return "";
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? value : null;
}

/** From the text of a field whose schema wants a number but which may hold an expression. */
export function numberOrText(text: string): unknown {
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
