import { create } from "zustand";
import type { Row } from "@/graph/sequence/rows";

/** Keys of rows that are folded up; of this tab, and gone with it. */
export const useFolded = create<{ keys: ReadonlySet<string> }>(() => ({ keys: new Set() }));

export function fold(key: string): void {
  useFolded.setState(({ keys }) => ({ keys: new Set(keys).add(key) }));
}

export function unfold(key: string): void {
  useFolded.setState(({ keys }) => ({ keys: new Set([...keys].filter((other) => other !== key)) }));
}

/** Unfold whatever hides the row. */
export function reveal(rows: readonly Row[], key: string): void {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const { keys } = useFolded.getState();
  const around: string[] = [];
  for (let parent = byKey.get(key)?.parent ?? null; parent !== null; parent = byKey.get(parent)?.parent ?? null) around.push(parent);
  if (around.some((one) => keys.has(one))) useFolded.setState({ keys: new Set([...keys].filter((one) => !around.includes(one))) });
}
