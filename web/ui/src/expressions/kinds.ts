import { stringifyExact } from "@/api/exact-json";
import { type PlainKey, t } from "@/i18n/i18n";

export type Kind = "text" | "number" | "boolean" | "list" | "object" | "nothing" | "function";

/** What a value is, for people. */
export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
    case "bigint":
      return "number";
    case "boolean":
      return "boolean";
    case "function":
      return "function";
    default:
      return "object";
  }
}

export function kindWord(kind: Kind): string {
  return t(`kind.${kind}` satisfies PlainKey);
}

/** A value in one line, cut where it is long. */
export function inBrief(value: unknown, most = 200): string {
  const text = typeof value === "string" ? value : value === undefined ? "undefined" : stringifyExact(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
