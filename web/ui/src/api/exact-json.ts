/** Integers beyond 2^53 have at least so many. */
const MANY_DIGITS = /\d{16}/;

/** JSON as the server wrote it: integers beyond 2^53 become bigint instead of losing digits. */
export function parseExact(text: string): unknown {
  // Looking at each value is some twenty times slower than not to.
  return MANY_DIGITS.test(text) ? JSON.parse(text, revive) : JSON.parse(text);
}

function revive(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

/** The way back: bigint is written digit for digit. */
export function stringifyExact(value: unknown, indent = ""): string {
  return written(value, indent, "\n") ?? "null";
}

function written(value: unknown, indent: string, line: string): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = line + indent;
  if (Array.isArray(value)) return listed("[", "]", value.map((entry) => written(entry, indent, inner) ?? "null"), indent, line);
  const members = Object.entries(value).flatMap(([key, entry]) => {
    const text = written(entry, indent, inner);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${indent === "" ? "" : " "}${text}`];
  });
  return listed("{", "}", members, indent, line);
}

function listed(open: string, close: string, entries: string[], indent: string, line: string): string {
  if (indent === "" || entries.length === 0) return open + entries.join(",") + close;
  return open + line + indent + entries.join(`,${line}${indent}`) + line + close;
}
