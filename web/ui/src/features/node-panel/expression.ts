import type { Json } from "@/document/definition";

export type Step = string | number;

/** What is found at the end of a plain path; what isn't one is left to the server. */
export type Preview = { kind: "value"; value: unknown } | { kind: "later" };

const LATER: Preview = { kind: "later" };
const NAME = /^[A-Za-z_$][\w$]*$/;
const ALONE = /^\s*\{\{([\s\S]*)\}\}\s*$/;
const STEP = /\s*(?:\.\s*([A-Za-z_$][\w$]*)|\[\s*(\d+|"(?:[^"\\]|\\.)*")\s*\])/y;

/** The expression that leads to a field of an item's `json`. */
export function expressionFor(path: readonly Step[]): string {
  const steps = path.map((step) => (typeof step === "string" && NAME.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`));
  return `{{ $json${steps.join("")} }}`;
}

/** What a parameter comes to for one item, as far as that can be told without running code; null where it holds no expression. */
export function preview(text: string, json: Json): Preview | null {
  if (!text.includes("{{")) return null;
  const inside = ALONE.exec(text)?.[1];
  const path = inside === undefined || inside.includes("}}") ? null : plainPath(inside.trim());
  return path ? { kind: "value", value: walk(json, path) } : LATER;
}

function plainPath(source: string): Step[] | null {
  if (!source.startsWith("$json")) return null;
  const path: Step[] = [];
  let at = "$json".length;
  while (at < source.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(source);
    const step = found && stepOf(found);
    if (step === null) return null;
    path.push(step);
    at = STEP.lastIndex;
  }
  return path;
}

function stepOf([, name, bracket]: RegExpExecArray): Step | null {
  if (name !== undefined) return name;
  try {
    return JSON.parse(bracket ?? "") as Step;
  } catch {
    return null;
  }
}

/** Own fields only: nothing of JavaScript's is data. */
function walk(value: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>(
    (here, step) => (typeof here === "object" && here !== null && Object.hasOwn(here, step) ? (here as Record<Step, unknown>)[step] : undefined),
    value,
  );
}
