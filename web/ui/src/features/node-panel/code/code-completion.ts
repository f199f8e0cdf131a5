import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Item } from "@/api/executions";
import { type Known, type Suggestion, type Suggestions, suggest } from "@/expressions/completion";
import { kindOf } from "@/expressions/kinds";
import { completed } from "./expression-completion";

/** How code is run: once with all items, or once for each. */
export type Mode = "all" | "each";

export type Completing = (context: CompletionContext) => Promise<CompletionResult | null> | CompletionResult | null;

/** Fields of the real data, and names of nodes, in JavaScript that runs over items. */
export function javascriptCompletion(known: () => Known, mode: () => Mode): Completing {
  return async (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const { item, ...rest } = known();
    const shown = item ?? { json: {} };
    const code = mode() === "each" ? { item: shown } : { items: [shown] };
    return completed(await suggest(before, { ...rest, item, code }, context.explicit), line.from);
  };
}

export function pythonCompletion(known: () => Known, mode: () => Mode): Completing {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    return completed(suggestPython(line.text.slice(0, context.pos - line.from), known().item, mode()), line.from);
  };
}

const FIELD = /\[\s*["']json["']\s*\](?:\[|\.get\()\s*(["']?)([^"'\])]*)$/;
const PART = /(?:\bitem|\bitems\[\d+\])\[\s*(["']?)([^"'\])]*)$/;
const WORD = /(?<![\w.])(\w+)$/;

/** What could follow `before`, the line up to the caret. */
export function suggestPython(before: string, item: Item | null, mode: Mode): Suggestions | null {
  const field = FIELD.exec(before);
  const found = field ?? PART.exec(before);
  if (found) {
    const end = field?.[0].includes(".get(") ? ")" : "]";
    const keys: [string, unknown][] = Object.entries(field ? (item?.json ?? {}) : (item ?? { json: {} }));
    return closing(before, found, keys.map(([name, sample]) => ({ label: name, write: `${JSON.stringify(name)}${end}`, kind: kindOf(sample), sample })));
  }
  const typed = WORD.exec(before)?.[1];
  if (typed === undefined) return null;
  const names: Suggestion[] = mode === "each" ? [{ label: "item", write: "item", kind: "object", sample: item }] : [{ label: "items", write: "items", kind: "list" }];
  const from = before.length - typed.length;
  return { from, typed: from, options: names };
}

function closing(before: string, [, quote = "", typed = ""]: RegExpExecArray, options: Suggestion[]): Suggestions {
  return { from: before.length - typed.length - quote.length, typed: before.length - typed.length, options, closing: true };
}
