import type { Workflow } from "@/api/workflows";
import { type Doc, type DocEdge, type DocNode, docOf, type Json } from "@/document/definition";
import { same } from "@/lib/same";

/** One value that differs; `undefined` where a side has none. `path` such as `parameters.fields`. */
export interface FieldChange {
  path: string;
  before: unknown;
  after: unknown;
}

export type Fate = "added" | "removed" | "changed" | "moved";

export interface NodeChange {
  /** As it is after; as it was where it is gone. */
  node: DocNode;
  fate: Fate;
  fields: FieldChange[];
}

export interface Difference {
  nodes: NodeChange[];
  edges: { edge: DocEdge; added: boolean }[];
  /** Of the workflow itself: name, settings and the like. */
  workflow: FieldChange[];
}

export type Compared = Pick<Workflow, "name" | "description" | "definition">;

/** What is different in `after`; null stands for a workflow that is empty. */
export function compare(before: Compared | null, after: Compared): Difference {
  const now = docOf(after);
  const was = before ? docOf(before) : docOf({ name: "", description: "", definition: { nodes: [] } });
  return {
    nodes: nodesOf(was, now),
    edges: [...fresh(was.edges, now.edges).map((edge) => ({ edge, added: true })), ...fresh(now.edges, was.edges).map((edge) => ({ edge, added: false }))],
    workflow: before ? fieldsOf(whole(was), whole(now)) : [],
  };
}

function nodesOf(was: Doc, now: Doc): NodeChange[] {
  const added = fresh(was.nodes, now.nodes).map((node) => ({ node, fate: "added" as const, fields: fieldsOf({}, filled(node)) }));
  const removed = fresh(now.nodes, was.nodes).map((node) => ({ node, fate: "removed" as const, fields: fieldsOf(filled(node), {}) }));
  const both = [...now.nodes.values()].flatMap((node) => {
    const old = was.nodes.get(node.id);
    return old ? changeOf(old, node) : [];
  });
  return [...added, ...removed, ...both];
}

function changeOf(old: DocNode, node: DocNode): NodeChange[] {
  const fields = fieldsOf(partsOf(old), partsOf(node));
  if (fields.length > 0) return [{ node, fate: "changed", fields }];
  return same(old.position, node.position) ? [] : [{ node, fate: "moved", fields: [] }];
}

/** All that says what a node does: where it lies is none of it. */
function partsOf({ type, name, parameters, settings, disabled, credentials }: DocNode): Json {
  return { type, name, disabled, parameters, settings, credentials };
}

/** Only what is set, and neither name nor type, which head the node anyway. */
function filled({ parameters, settings }: DocNode): Json {
  return { parameters, settings };
}

function whole({ name, description, settings, notes, groups, pins }: Doc): Json {
  return { name, description, settings, notes, groups, pins: Object.fromEntries(pins) };
}

/** Objects are gone into as deep as two names, so that a parameter is compared as a whole. */
function fieldsOf(before: Json, after: Json, under = ""): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [was, is] = [own(before, name), own(after, name)];
    if (same(was, is)) return [];
    const path = under === "" ? name : `${under}.${name}`;
    if (under === "" && (isObject(was) || isObject(is))) return fieldsOf(isObject(was) ? was : {}, isObject(is) ? is : {}, path);
    return [{ path, before: was, after: is }];
  });
}

function own(object: Json, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fresh<T>(known: ReadonlyMap<string, T>, all: ReadonlyMap<string, T>): T[] {
  return [...all].filter(([key]) => !known.has(key)).map(([, value]) => value);
}
