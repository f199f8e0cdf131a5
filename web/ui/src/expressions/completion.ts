import type { DataItem } from "./preview";
import { CLASSES, dateAt } from "./dates";
import { executionSeen } from "./execution-seen";
import { type Call, type Kind, kindOf, Stand } from "./kinds";
import { exampleOf, functionsOf, LIBRARIES, METHODS } from "./methods";
import { localIn, timeIn, zoneNamed } from "@/lib/zones";
import { literalOf, textOf } from "./string-literals";

/** What completion knows of the node that an expression is written in. */
export interface Known {
  /** The item that previews are shown for; null before anything has run. */
  item: DataItem | null;
  /** Nodes that run before this one, by name, and an item that each put out last. */
  nodes: ReadonlyMap<string, () => Promise<DataItem | null>>;
  /** Names of nodes that wait, which `$execution.links` has links for. */
  waiting: readonly string[];
  /** The workflow's time zone. */
  timezone: string;
  /** In code rather than an expression: the names that it sees besides, and what they stand for. */
  code?: Readonly<Record<string, unknown>>;
}

export interface Suggestion {
  label: string;
  /** What is written instead of what was typed from `from` on. */
  write: string;
  /** So many characters before its end the caret goes. */
  back?: number;
  kind: Kind | "node";
  /** Undefined: there is none to show. */
  sample?: unknown;
}

export interface Suggestions {
  /** Where what they replace begins, within what was asked about. */
  from: number;
  /** Where what was typed of them begins. */
  typed: number;
  /** They end what was opened: a quote and a bracket behind the caret are theirs. */
  closing?: boolean;
  options: readonly Suggestion[];
}

/** A value that is known by an example, items (of the input or of a node), or `$execution` and the like. */
type Found = { value: unknown } | { items: DataItem | null; input: boolean };

const WORD = String.raw`[\p{ID_Start}_$][\p{ID_Continue}$]*`;
const TEXT = String.raw`(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')`;
const STEP = String.raw`(?:\??\.\s*${WORD}|(?:\?\.)?\[\s*(?:\d+|${TEXT})\s*\]|\((?:[^()"']|${TEXT})*\))`;
const NAMED = String.raw`\$\(\s*${TEXT}\s*\)`;
const CHAIN = String.raw`(?<![\p{ID_Continue}$.])((?:${NAMED}|${WORD})${STEP}*)`;
const STEP_NAME = new RegExp(String.raw`^\??\.?\s*(?:\[\s*)?(?:(${TEXT})|([^\]\s]*))`);
const NODE = /(?<![\p{ID_Continue}$.])\$\(\s*(["']?)([^"'\\()]*)$/u;
const KEY = new RegExp(String.raw`${CHAIN}(?:\?\.)?\[\s*(["']?)([^"'\\\[\]]*)$`, "u");
const MEMBER = new RegExp(String.raw`${CHAIN}(\??)\.\s*((?:${WORD})?)$`, "u");
const ROOT = new RegExp(String.raw`(?<![\p{ID_Continue}$.])((?:${WORD})?)$`, "u");
const IDENTIFIER = new RegExp(`^${WORD}$`, "u");

/** What could follow `before`, the text of a body up to the caret; null where nothing is known. */
export async function suggest(before: string, known: Known, explicit = false): Promise<Suggestions | null> {
  if (inText(before)) return NODE.test(before) || KEY.test(before) ? byName(before, known) : null;
  return (await byName(before, known)) ?? (await members(before, known)) ?? roots(before, known, explicit);
}

/** Whether the caret stands inside of quotes. */
function inText(before: string): boolean {
  const rest = before.replace(/"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|`(?:[^`\\]|\\[^])*`/g, "");
  return /["'`]/.test(rest);
}

async function byName(before: string, known: Known): Promise<Suggestions | null> {
  const node = NODE.exec(before);
  if (node) {
    const options = [...known.nodes.keys()].map((name): Suggestion => ({ label: name, write: `${literalOf(name)})`, kind: "node" }));
    return closing(before, node[1], node[2], options);
  }
  const key = KEY.exec(before);
  if (!key) return null;
  const found = await resolve(key[1] ?? "", known);
  if (!found || !("value" in found)) return null;
  const options = keysOf(found.value).map(([name, sample]): Suggestion => ({ label: String(name), write: `${JSON.stringify(name)}]`, kind: kindOf(sample), sample }));
  return closing(before, key[2], key[3], options);
}

function closing(before: string, quote = "", typed = "", options: readonly Suggestion[]): Suggestions {
  return { ...at(before, quote + typed, options), typed: before.length - typed.length, closing: true };
}

function at(before: string, typed = "", options: readonly Suggestion[]): Suggestions {
  const from = before.length - typed.length;
  return { from, typed: from, options };
}

async function members(before: string, known: Known): Promise<Suggestions | null> {
  const found = MEMBER.exec(before);
  if (!found) return null;
  const [, chain = "", optional = "", typed = ""] = found;
  const target = await resolve(chain, known);
  if (!target) return null;
  const options = "value" in target ? ofValue(target.value, optional) : ofItems(target);
  return { from: before.lastIndexOf("."), typed: before.length - typed.length, options };
}

/** Each replaces the dot as well, which a key that is no identifier has no use for. */
function ofValue(value: unknown, optional: string): Suggestion[] {
  const fields = Array.isArray(value) ? [] : keysOf(value).map(([name, sample]): Suggestion => {
    const plain = typeof name === "string" && IDENTIFIER.test(name);
    const write = plain ? `.${name}` : `${optional && "."}[${JSON.stringify(name)}]`;
    return { label: String(name), write, kind: kindOf(sample), ...(!isExample(value) && { sample }) };
  });
  const kind = kindOf(value);
  const length = kind === "text" || kind === "list" ? [{ label: "length", write: ".length", kind: "number", sample: (value as string | unknown[]).length } as const] : [];
  const first: Suggestion[] = Array.isArray(value) && value.length > 0 ? [{ label: "[0]", write: `${optional && "."}[0]`, kind: kindOf(value[0]), sample: value[0] as unknown }] : [];
  return [...first, ...fields, ...length, ...methods(callsOf(value)), ...libraryOf(value)];
}

function isExample(value: unknown): boolean {
  return value instanceof Stand && value.text === undefined;
}

function callsOf(value: unknown): Readonly<Record<string, Call>> {
  return value instanceof Stand ? value.calls : (METHODS[kindOf(value)] ?? {});
}

function methods(known: Readonly<Record<string, Call>>): Suggestion[] {
  return Object.entries(known).map(([name, [call]]) => {
    const [start = "", end = ""] = call.split("|");
    return { label: `${name}()`, write: `.${start}${end}`, back: end.length, kind: "function" };
  });
}

function libraryOf(value: unknown): Suggestion[] {
  if (!Object.values(LIBRARIES).includes(value as object)) return [];
  return functionsOf(value as object).map((name) => ({ label: `${name}()`, write: `.${name}()`, back: 1, kind: "function" }));
}

function ofItems({ items, input }: { items: DataItem | null; input: boolean }): Suggestion[] {
  const calls = ["first", "last", "all"].map((name): Suggestion => ({ label: `${name}()`, write: `.${name}()`, kind: "function" }));
  return [{ label: "item", write: ".item", kind: "object", sample: (input ? items : null) ?? undefined }, ...calls];
}

function roots(before: string, { item, nodes, timezone, code }: Known, explicit: boolean): Suggestions | null {
  const typed = ROOT.exec(before)?.[1];
  if (typed === undefined || (typed === "" && !explicit && before.trim() !== "")) return null;
  const variable = (label: string, kind: Suggestion["kind"], sample?: unknown): Suggestion => ({ label, write: label, kind, ...(sample !== undefined && { sample }) });
  const common = [
    variable("$json", "object", item?.json),
    variable("$input", "object"),
    ...[...nodes.keys()].map((name) => variable(`$(${literalOf(name)})`, "node")),
  ];
  if (code) return at(before, typed, [...Object.entries(code).map(([name, value]) => variable(name, kindOf(value), value)), ...common]);
  return at(before, typed, [
    ...common,
    ...(item?.binary ? [variable("$binary", "object", item.binary)] : []),
    ...["$execution", "$workflow"].map((name) => variable(name, "object")),
    ...["$itemIndex", "$runIndex"].map((name) => variable(name, "number")),
    ...Object.entries(times(timezone)).map(([name, time]) => variable(name, "date", time)),
    ...Object.keys(CLASSES).map((name) => variable(name, "object")),
    ...Object.keys(LIBRARIES).map((name) => variable(name, "object")),
  ]);
}

/** What a chain such as `$('Node').first().json.a` leads to, as far as that can be told. */
async function resolve(chain: string, known: Known): Promise<Found | null> {
  const steps = chain.match(new RegExp(String.raw`^${NAMED}|^${WORD}|${STEP}`, "gu")) ?? [];
  const [root = "", ...rest] = steps;
  let here: Found | null = await rootOf(root, known);
  for (let place = 0; place < rest.length && here; place++) {
    const called = rest[place + 1]?.startsWith("(") ?? false;
    here = after(here, rest[place] ?? "", called);
    if (called) place++;
  }
  return here;
}

async function rootOf(root: string, { item, nodes, waiting, timezone, code }: Known): Promise<Found | null> {
  if (root.startsWith("$(")) {
    const items = nodes.get(textOf(root.slice(2, -1).trim()) ?? "");
    return items ? { items: await items(), input: false } : null;
  }
  const values: Record<string, unknown> = {
    $json: item?.json ?? {},
    ...LIBRARIES,
    ...(code ?? ofExpressions(item, waiting, timezone)),
  };
  if (root === "$input") return { items: item, input: true };
  return Object.hasOwn(values, root) ? { value: values[root] } : null;
}

function times(timezone: string): Record<string, Stand> {
  const [now, zone] = [Date.now(), zoneNamed(timezone) ?? "UTC"];
  return { $now: dateAt(now, zone), $today: dateAt(timeIn(zone, `${localIn(zone, now).slice(0, 10)}T00:00:00.000`), zone) };
}

function ofExpressions(item: DataItem | null, waiting: readonly string[], timezone: string): Record<string, unknown> {
  return {
    $binary: item?.binary ?? {},
    $execution: executionSeen("…", waiting),
    $workflow: { id: "…", name: "…" },
    ...times(timezone),
    ...CLASSES,
  };
}

function after(here: Found, step: string, called: boolean): Found | null {
  const [, literal, bare = ""] = (STEP_NAME.exec(step) ?? []) as (string | undefined)[];
  const name = literal === undefined ? bare : (textOf(literal) ?? "");
  if ("items" in here) {
    const one = { value: here.items ?? { json: {} } };
    if (called) return name === "all" ? { value: [one.value] } : name === "first" || name === "last" ? one : null;
    return name === "item" ? one : null;
  }
  const { value } = here;
  if (called) {
    const example = exampleOf(callsOf(value)[name]?.[1] ?? "nothing");
    return example === undefined ? null : { value: example };
  }
  const inner = keysOf(value).find(([key]) => String(key) === name);
  return inner ? { value: inner[1] } : name === "length" && kindOf(value) !== "object" ? { value: 0 } : null;
}

function keysOf(value: unknown): [string | number, unknown][] {
  if (value instanceof Stand) return Object.entries(value.fields);
  if (Array.isArray(value)) return value.slice(0, 20).map((entry, place) => [place, entry as unknown]);
  return typeof value === "object" && value !== null && !Object.values(LIBRARIES).includes(value) ? Object.entries(value).slice(0, 500) : [];
}
