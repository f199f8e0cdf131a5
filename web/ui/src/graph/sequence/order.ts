import type { DocEdge, Point } from "@/document/definition";
import type { Wired, Wiring } from "./wiring";

/** In which order nodes come, and after which one each of them is told. */
export interface Order {
  /** Nodes that something begins with, the first one first. */
  roots: readonly string[];
  /** All nodes, each after whatever leads to it. */
  ids: readonly string[];
  /** Edges that lead back to where it has been already. */
  back: ReadonlySet<DocEdge>;
  /** The node that every way to it leads through last; null: there is none. */
  after: ReadonlyMap<string, string | null>;
}

export function orderOf(wiring: Wiring, placeOf: (id: string) => Point): Order {
  const roots = rootsOf(wiring, placeOf);
  const { ids, back } = walked(wiring, roots);
  return { roots, ids, back, after: dominators(wiring, new Set(roots), ids, back) };
}

/** Triggers, then other nodes that nothing leads to, from top to bottom; then one of each cycle that is left. */
function rootsOf(wiring: Wiring, placeOf: (id: string) => Point): string[] {
  const begin = [...wiring.values()].filter(({ ins }) => ins.length === 0);
  const rank = ({ isTrigger }: Wired) => (isTrigger ? 0 : 1);
  const height = (one: Wired, other: Wired) => placeOf(one.id).y - placeOf(other.id).y || placeOf(one.id).x - placeOf(other.id).x;
  const roots = begin.sort((one, other) => rank(one) - rank(other) || height(one, other)).map(({ id }) => id);
  const reached = new Set<string>();
  for (const id of roots) reach(wiring, id, reached);
  for (const id of wiring.keys()) {
    if (reached.has(id)) continue;
    roots.push(id);
    reach(wiring, id, reached);
  }
  return roots;
}

function reach(wiring: Wiring, from: string, reached: Set<string>): void {
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    for (const edge of edgesOf(wiring, id)) waiting.push(edge.target);
  }
}

function edgesOf(wiring: Wiring, id: string): DocEdge[] {
  return [...(wiring.get(id)?.outs.values() ?? [])].flat();
}

/** Depth first from the last root and the last edge, so that turned round the first comes first. */
function walked(wiring: Wiring, roots: readonly string[]): { ids: string[]; back: Set<DocEdge> } {
  const [done, back, begun, over] = [[] as string[], new Set<DocEdge>(), new Set<string>(), new Set<string>()];
  for (const root of roots.toReversed()) {
    const stack = begun.has(root) ? [] : [{ id: root, rest: edgesOf(wiring, root) }];
    begun.add(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = top.rest.pop();
      if (edge === undefined) {
        stack.pop();
        over.add(top.id);
        done.push(top.id);
      } else if (!begun.has(edge.target)) {
        begun.add(edge.target);
        stack.push({ id: edge.target, rest: edgesOf(wiring, edge.target) });
      } else if (!over.has(edge.target)) back.add(edge);
    }
  }
  return { ids: done.reverse(), back };
}

/** Without the edges that lead back there are no cycles, so that one look at each node in order is enough. */
function dominators(wiring: Wiring, roots: ReadonlySet<string>, ids: readonly string[], back: ReadonlySet<DocEdge>): Map<string, string | null> {
  const place = new Map(ids.map((id, index) => [id, index]));
  const after = new Map<string, string | null>();
  const common = (one: string | null, other: string | null): string | null => {
    while (one !== other) {
      if (one === null || other === null) return null;
      if ((place.get(one) ?? 0) > (place.get(other) ?? 0)) one = after.get(one) ?? null;
      else other = after.get(other) ?? null;
    }
    return one;
  };
  for (const id of ids) {
    const from = (wiring.get(id)?.ins ?? []).filter((edge) => !back.has(edge)).map(({ source }): string | null => source);
    after.set(id, roots.has(id) || from.length === 0 ? null : from.reduce(common));
  }
  return after;
}
