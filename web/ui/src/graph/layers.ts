import type { Edge } from "@/api/workflows";

/** Node ids in columns, each node right of all it gets its input from; a cycle is cut at its first node. */
export function layers(ids: readonly string[], edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>();
  const open = new Map(ids.map((id) => [id, 0]));
  for (const { source, target } of edges) {
    if (source === target || !open.has(source) || !open.has(target)) continue;
    const targets = next.get(source);
    if (targets) targets.push(target);
    else next.set(source, [target]);
    open.set(target, (open.get(target) ?? 0) + 1);
  }
  return byColumn(columnsOf(ids, next, open));
}

function columnsOf(ids: readonly string[], next: ReadonlyMap<string, string[]>, open: Map<string, number>): Map<string, number> {
  const columns = new Map<string, number>();
  const reached = new Map<string, number>();
  const queue = ids.filter((id) => open.get(id) === 0);
  const waiting = new Set(ids);
  while (waiting.size > 0) {
    const id = queue.shift() ?? [...waiting][0] ?? "";
    if (!waiting.delete(id)) continue;
    const column = reached.get(id) ?? 0;
    columns.set(id, column);
    for (const target of next.get(id) ?? []) {
      reached.set(target, Math.max(reached.get(target) ?? 0, column + 1));
      open.set(target, (open.get(target) ?? 0) - 1);
      if (open.get(target) === 0) queue.push(target);
    }
  }
  return columns;
}

function byColumn(columns: ReadonlyMap<string, number>): string[][] {
  const result: string[][] = [];
  for (const [id, column] of columns) (result[column] ??= []).push(id);
  return result;
}
