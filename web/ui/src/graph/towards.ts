import type { Doc } from "@/document/definition";

/** The port of the source by which the shortest way leads to the node; null where none does. */
export function portTowards(edges: Doc["edges"], sourceId: string, nodeId: string): string | null {
  const all = [...edges.values()];
  const leaving = all.filter(({ source }) => source === sourceId);
  const seen = new Set<string>();
  let level = new Set([nodeId]);
  while (level.size > 0) {
    const ports = new Set(leaving.filter(({ target }) => level.has(target)).map(({ source_port }) => source_port));
    const found = leaving.find(({ source_port }) => ports.has(source_port));
    if (found) return found.source_port;
    for (const id of level) seen.add(id);
    level = new Set(all.filter(({ target, source }) => level.has(target) && !seen.has(source)).map(({ source }) => source));
  }
  return null;
}
