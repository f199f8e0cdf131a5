import type { Item } from "@/api/executions";
import { jsonLines } from "./json-lines";

export interface Table {
  columns: string[];
  /** Columns beyond the most that are shown. */
  hidden: number;
  rows: string[][];
}

const MOST_COLUMNS = 60;
const LONGEST_CELL = 200;

/** Items as a table: every key that any of them has is a column, in the order of first sight. */
export function tableOf(items: readonly Item[]): Table {
  const keys = new Set(items.flatMap((item) => Object.keys(item.json)));
  const columns = [...keys].slice(0, MOST_COLUMNS);
  const rows = items.map(({ json }) => columns.map((key) => (Object.hasOwn(json, key) ? cell(json[key]) : "")));
  return { columns, hidden: keys.size - columns.length, rows };
}

function cell(value: unknown): string {
  const text = typeof value === "string" ? value : inOneLine(value);
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
}

function inOneLine(value: unknown): string {
  const lines = jsonLines(value, LONGEST_CELL / 2);
  return lines.map((pieces) => pieces.map(({ text }) => text).join("").trim()).join(" ");
}
