import { stringifyExact } from "@/api/exact-json";
import { type PlainKey, t } from "@/i18n/i18n";

export type Kind = "text" | "number" | "boolean" | "list" | "object" | "nothing" | "function" | "date" | "duration" | "interval";

/** What is written for a call, `|` where the caret goes, and what kind of value it gives. */
export type Call = readonly [call: string, gives: Kind];

/** Stands for one of Luxon's values, or for a class of them: the page itself doesn't have Luxon. */
export class Stand {
  constructor(
    readonly kind: Kind,
    readonly fields: Readonly<Record<string, unknown>>,
    readonly calls: Readonly<Record<string, Call>>,
    /** The value as it is written; undefined where only its kind is known. */
    readonly text?: string,
  ) {}
}

/** What a value is, for people. */
export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "list";
  if (value instanceof Stand) return value.kind;
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
  const plain = value instanceof Stand ? value.text : value;
  const text = typeof plain === "string" ? plain : plain === undefined ? "undefined" : stringifyExact(plain);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
