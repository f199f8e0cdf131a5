import type { DocEdge, Point } from "@/document/definition";
import { edgeKey } from "@/document/definition";
import { orderOf } from "./order";
import type { Wired, Wiring } from "./wiring";

interface Placed {
  key: string;
  /** From 1; what hangs on a branch is one deeper than the branch, and that one deeper than its node. */
  level: number;
  /** The key of the row that it hangs on. */
  parent: string | null;
  /** Its place among those that hang on the same row, from 1, and how many they are. */
  place: number;
  siblings: number;
  hasRows: boolean;
}

export interface StepRow extends Placed {
  kind: "step";
  id: string;
  /** From 1, from top to bottom. */
  number: number;
  /** It begins something: no trigger, or other node before it, leads to it. */
  isRoot: boolean;
}

/** One of several ways out of a node. */
export interface BranchRow extends Placed {
  kind: "branch";
  id: string;
  port: string;
  /** Of the port's edges the one that this branch is; null: none leaves by the port. */
  edge: DocEdge | null;
  /** Others leave by the same port. */
  isOneOfSeveral: boolean;
}

/** It goes on elsewhere. */
export interface LinkRow extends Placed {
  kind: "link";
  edge: DocEdge;
  isBack: boolean;
}

/** Nothing comes after the node, though there are rows below. */
export interface EndRow extends Placed {
  kind: "end";
  id: string;
  port: string;
}

export type Row = StepRow | BranchRow | LinkRow | EndRow;

export interface Sequence {
  rows: readonly Row[];
  /** Of steps, by id. */
  placeOf: ReadonlyMap<string, number>;
  back: ReadonlySet<DocEdge>;
}

type Draft = Omit<StepRow, keyof Counted> | Omit<BranchRow, keyof Counted> | Omit<LinkRow, keyof Counted> | Omit<EndRow, keyof Counted>;
type Counted = Pick<Placed, "place" | "siblings" | "hasRows">;
type Hanging = Pick<Placed, "level" | "parent">;
type Task = { step: string } & Hanging | { branch: Wired; port: string; edge: DocEdge | null; several: boolean } & Hanging | { hop: DocEdge } & Hanging | { end: Wired } & Hanging;

/**
 * A workflow from top to bottom: every node is one row. A node that a single edge leads to follows it; one that several
 * edges lead to comes after the node where they parted, and they are links to it.
 */
export function sequenceOf(wiring: Wiring, positionOf: (id: string) => Point): Sequence {
  const { roots, ids, back, after } = orderOf(wiring, positionOf);
  const isRoot = new Set(roots);
  const joins = new Map<string | null, string[]>();
  const isInline = new Set<string>();
  for (const id of ids) {
    const ahead = (wiring.get(id)?.ins ?? []).filter((edge) => !back.has(edge));
    if (!isRoot.has(id) && ahead.length === 1) isInline.add(id);
    else {
      const where = after.get(id) ?? null;
      const others = joins.get(where);
      if (others) others.push(id);
      else joins.set(where, [id]);
    }
  }

  const drafts: Draft[] = [];
  const tasks: Task[] = [];
  const then = (more: readonly Task[]) => tasks.push(...more.toReversed());
  then((joins.get(null) ?? []).map((step) => ({ step, level: 1, parent: null })));
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { level, parent } = task;
    if ("hop" in task) {
      const { hop } = task;
      if (isInline.has(hop.target) && !back.has(hop)) then([{ step: hop.target, level, parent }]);
      else drafts.push({ kind: "link", key: `link ${edgeKey(hop)}`, level, parent, edge: hop, isBack: back.has(hop) });
    } else if ("end" in task) {
      drafts.push({ kind: "end", key: `end ${task.end.id}`, level, parent, id: task.end.id, port: task.end.onward ?? "" });
    } else if ("branch" in task) {
      const { branch, port, edge, several } = task;
      const key = several && edge ? `branch ${edgeKey(edge)}` : branchKey(branch.id, port);
      drafts.push({ kind: "branch", key, level, parent, id: branch.id, port, edge, isOneOfSeveral: several });
      if (edge) then([{ hop: edge, level: level + 1, parent: key }]);
    } else {
      const node = wiring.get(task.step) as Wired;
      const key = stepKey(node.id);
      drafts.push({ kind: "step", key, level, parent, id: node.id, number: 0, isRoot: isRoot.has(node.id) });
      then([...waysOn(node, { level, parent }, key), ...(joins.get(node.id) ?? []).map((step) => ({ step, level, parent }))]);
    }
  }
  return { ...counted(withoutPlain(drafts)), back };
}

export function stepKey(id: string): string {
  return `step ${id}`;
}

export function branchKey(id: string, port: string): string {
  return `branch ${JSON.stringify([id, port])}`;
}

function waysOn(node: Wired, here: Hanging, key: string): Task[] {
  const below = { level: here.level + 1, parent: key };
  const branches = [...node.outs].flatMap(([port, edges]): Task[] => {
    if (port === node.onward && edges.length < 2) return [];
    if (edges.length < 2) return [{ branch: node, port, edge: edges[0] ?? null, several: false, ...below }];
    return edges.map((edge): Task => ({ branch: node, port, edge, several: true, ...below }));
  });
  if (node.onward === null) return branches;
  const onward = node.outs.get(node.onward) ?? [];
  const [only] = onward;
  if (onward.length > 1) return branches;
  return [...branches, only ? { hop: only, ...here } : { end: node, ...here }];
}

/** Without the links to the very next row, and without the ends that nothing comes after. */
function withoutPlain(drafts: readonly Draft[]): Draft[] {
  return drafts.filter((row, index) => {
    const next = drafts[index + 1];
    const isNext = next?.kind === "step" && next.level === row.level && next.parent === row.parent;
    const leadsOn = isNext && !next.isRoot;
    if (row.kind === "link") return !(leadsOn && !row.isBack && next.id === row.edge.target);
    return row.kind !== "end" || leadsOn;
  });
}

function counted(drafts: readonly Draft[]): Pick<Sequence, "rows" | "placeOf"> {
  const siblings = new Map<string | null, number>();
  const placeOf = new Map<string, number>();
  const places = drafts.map(({ parent }) => {
    const place = (siblings.get(parent) ?? 0) + 1;
    siblings.set(parent, place);
    return place;
  });
  let number = 0;
  const rows = drafts.map((draft, index): Row => {
    const more = { place: places[index] as number, siblings: siblings.get(draft.parent) as number, hasRows: siblings.has(draft.key) };
    if (draft.kind !== "step") return { ...draft, ...more };
    placeOf.set(draft.id, index);
    return { ...draft, ...more, number: ++number };
  });
  return { rows, placeOf };
}

/** Where the rows that hang on this one end: the index of the first one that doesn't. */
export function endOf(rows: readonly Row[], index: number): number {
  const level = rows[index]?.level ?? 0;
  let end = index + 1;
  while ((rows[end]?.level ?? 0) > level) end++;
  return end;
}

/** Without what hangs on rows that are folded up. */
export function unfolded(rows: readonly Row[], folded: ReadonlySet<string>): readonly Row[] {
  if (folded.size === 0) return rows;
  const shown: Row[] = [];
  for (let index = 0; index < rows.length; ) {
    const row = rows[index] as Row;
    shown.push(row);
    index = folded.has(row.key) ? endOf(rows, index) : index + 1;
  }
  return shown;
}
