import { bodyBefore } from "./template";

export type Step = string | number;

const NAME = /^[A-Za-z_$][\w$]*$/;
const WHOLE = /^\{\{\s*([^]*?)\s*\}\}$/;

/** The expression that leads to a field of an item's `json`. */
export function expressionFor(path: readonly Step[]): string {
  const steps = path.map((step) => (typeof step === "string" && NAME.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`));
  return `{{ $json${steps.join("")} }}`;
}

/** An expression as it has to be written at this place: inside of another one's braces it needs none of its own. */
export function fitting(expression: string, text: string, at: number): string {
  const inner = WHOLE.exec(expression)?.[1];
  return inner !== undefined && bodyBefore(text, at) ? inner : expression;
}
