export type Kind = "key" | "string" | "number" | "word" | "mark";

export interface Piece {
  kind: Kind;
  text: string;
}

export const LONGEST_STRING = 500;

/** A JSON value as indented lines of coloured pieces, at most `most` of them; bigint counts as a number. */
export function jsonLines(value: unknown, most: number): Piece[][] {
  const lines: Piece[][] = [];
  write(value, [], "", 0, lines, most);
  return lines;
}

function write(value: unknown, before: Piece[], after: string, depth: number, lines: Piece[][], most: number): void {
  if (lines.length >= most) return;
  if (typeof value !== "object" || value === null) {
    lines.push([...before, scalar(value), mark(after)]);
    return;
  }
  const [open, close] = Array.isArray(value) ? (["[", "]"] as const) : (["{", "}"] as const);
  const entries = Array.isArray(value) ? value.map((entry: unknown) => [null, entry] as const) : Object.entries(value);
  if (entries.length === 0) {
    lines.push([...before, mark(`${open}${close}${after}`)]);
    return;
  }
  lines.push([...before, mark(open)]);
  const indent = mark("  ".repeat(depth + 1));
  entries.forEach(([key, entry], index) => {
    const name: Piece[] = key === null ? [] : [{ kind: "key", text: JSON.stringify(key) }, mark(": ")];
    write(entry, [indent, ...name], index < entries.length - 1 ? "," : "", depth + 1, lines, most);
  });
  lines.push([mark("  ".repeat(depth) + close + after)]);
}

function scalar(value: unknown): Piece {
  if (typeof value === "string") return { kind: "string", text: shortened(value) };
  if (typeof value === "number" || typeof value === "bigint") return { kind: "number", text: String(value) };
  return { kind: "word", text: String(value) };
}

function shortened(text: string): string {
  if (text.length <= LONGEST_STRING) return JSON.stringify(text);
  return `${JSON.stringify(text.slice(0, LONGEST_STRING))} … ${text.length - LONGEST_STRING} characters more`;
}

function mark(text: string): Piece {
  return { kind: "mark", text };
}
