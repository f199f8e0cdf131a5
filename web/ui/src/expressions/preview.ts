import { parseExact, stringifyExact } from "@/api/exact-json";
import { jsonFault } from "@/lib/json-fault";
import { ExpressionFault } from "./lexer";
import { type Path, SplitCharacter, walk } from "./paths";
import { type Body, parseTemplate, type Template } from "./template";

export interface DataItem {
  json: Record<string, unknown>;
  binary?: Record<string, unknown>;
}

/** What an expression can look at, for one item. */
export interface Surroundings {
  /** Null: nothing has run yet. */
  item: DataItem | null;
  /** Within the whole input. */
  index: number;
  /** The whole input; null where it is too long to be looked at here. */
  wholeInput: () => Promise<readonly DataItem[] | null>;
  /** What the node of this name put out; null as above. Throws `NotThere`. */
  outputOf: (name: string) => Promise<readonly DataItem[] | null>;
  /** The item of the node of this name that the item came from, or why there is none. Throws `NotThere`. */
  cameFrom: (name: string) => Promise<DataItem | string>;
  execution: Record<string, unknown>;
  workflow: Record<string, unknown>;
  runIndex: number;
}

/** A node whose items aren't there; the message says why. */
export class NotThere extends Error {}

export type Preview =
  | { kind: "value"; value: unknown; missing: boolean }
  | { kind: "syntax"; fault: ExpressionFault }
  | { kind: "failed"; message: string }
  /** It has a value only when the workflow runs. */
  | { kind: "later"; why: "noData" | "tooLong" };

/** A request's answer, as JSON. */
export type Ask = (request: string) => Promise<string>;

const READS_ITEM = /\$(?:json|binary|input|itemIndex)(?![\p{L}\p{N}_$])/u;
const MATCHES_OTHERS = /\b(?:itemMatching|pairedItem)\b/;
const READS_WHOLE = /\$input\b[^]*\b(?:first|last|all)\b/;
const BAD_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** What a parameter comes to for one item, as the server's engine has it; null where it holds no expression. */
export async function preview(text: string, around: Surroundings, ask: Ask): Promise<Preview | null> {
  if (!text.includes("{{")) return null;
  try {
    const template = parseTemplate(text);
    return template.bodies.length === 0 ? null : await evaluated(template, around, ask);
  } catch (error) {
    if (error instanceof ExpressionFault) return { kind: "syntax", fault: error };
    if (error instanceof SplitCharacter || error instanceof NotThere) return { kind: "failed", message: error.message };
    throw error;
  }
}

async function evaluated(template: Template, around: Surroundings, ask: Ask): Promise<Preview> {
  if (!around.item && template.bodies.some(({ text, matched }) => matched.length > 0 || READS_ITEM.test(text))) return { kind: "later", why: "noData" };
  const nodes = new Map<string, readonly DataItem[]>();
  for (const name of new Set(template.bodies.flatMap((body) => body.nodes))) {
    const items = await around.outputOf(name);
    if (!items) return { kind: "later", why: "tooLong" };
    nodes.set(name, items);
  }
  if (template.bodies.some(({ text, matched }) => matched.length > 0 && MATCHES_OTHERS.test(text))) return { kind: "later", why: "tooLong" };
  const origins = new Map<string, DataItem | string>();
  for (const name of new Set(template.bodies.flatMap((body) => body.matched))) origins.set(name, await around.cameFrom(name));
  const asked = template.bodies.filter(({ path }) => path === null);
  const whole = asked.some(({ text }) => READS_WHOLE.test(text)) ? await around.wholeInput() : undefined;
  if (whole === null) return { kind: "later", why: "tooLong" };
  const request = stringifyExact({
    bodies: asked.map(({ text }) => [text, !template.alone]),
    items: [around.item ?? { json: {} }],
    offset: around.index,
    nodes: Object.fromEntries(nodes),
    matching: Object.fromEntries([...origins].map(([name, found]) => [name, matching(around.index, found)])),
    ...(whole && { input: whole }),
    scope: { vars: {}, execution: around.execution, workflow: around.workflow, runIndex: around.runIndex, now: new Date().toISOString() },
  });
  const found = asked.length === 0 ? [] : valuesIn(await ask(request));
  if (!Array.isArray(found)) return { kind: "failed", message: found.message };
  return joined(template, (body) => (body.path ? walked(body.path, around, nodes, origins) : found[asked.indexOf(body)]));
}

/** As the evaluator takes it, for the one item that is previewed. */
function matching(start: number, found: DataItem | string) {
  return typeof found === "string" ? { start, items: [], at: [found] } : { start, items: [found], at: [0] };
}

interface Answer {
  values?: [unknown[]];
  missing?: [item: number, body: number][];
  error?: { message: string };
}

/** Of each body its value, `undefined` where it wasn't there. */
function valuesIn(answer: string): unknown[] | { message: string } {
  const wrong = BAD_SURROGATE.test(answer) ? { message: "half of a character" } : jsonFault(answer);
  if (wrong) return { message: `an expression's value can't be kept: ${wrong.message}` };
  const { values, missing, error } = parseExact(answer) as Answer;
  if (error || !values) return { message: error?.message ?? "" };
  const absent = new Set(missing?.map(([, body]) => body));
  return values[0].map((value, body) => (absent.has(body) ? undefined : value));
}

function walked(
  { root, keys, node }: Path,
  around: Surroundings,
  nodes: ReadonlyMap<string, readonly DataItem[]>,
  origins: ReadonlyMap<string, DataItem | string>,
): unknown {
  if (node !== null && root === "item") {
    const found = origins.get(node);
    if (typeof found === "string") throw new NotThere(found);
    return walk(found, keys);
  }
  if (node !== null) return walk(nodes.get(node)?.at(root === "first" ? 0 : -1), keys);
  const roots: Record<string, unknown> = {
    $json: around.item?.json,
    $binary: around.item?.binary ?? {},
    $itemIndex: around.index,
    $vars: {},
    $execution: around.execution,
    $workflow: around.workflow,
    $runIndex: around.runIndex,
  };
  return walk(roots[root], keys);
}

function joined({ parts, alone, bodies }: Template, valueOf: (body: Body) => unknown): Preview {
  const values = new Map(bodies.map((body) => [body, valueOf(body)]));
  const missing = [...values.values()].includes(undefined);
  const [only] = values.values();
  const text = () => parts.map((part) => (typeof part === "string" ? part : textOf(values.get(part)))).join("");
  return { kind: "value", value: alone ? (only ?? null) : text(), missing };
}

/** `String(value)`, but nothing for null and undefined. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(textOf).join(",");
  if (typeof value === "object") return "[object Object]";
  return typeof value === "string" ? value : stringifyExact(value);
}
