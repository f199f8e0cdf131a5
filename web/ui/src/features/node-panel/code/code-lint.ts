import { ensureSyntaxTree } from "@codemirror/language";
import { type Diagnostic, linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";

const MOST = 20;
const PATIENCE_MS = 200;

/** Marks what can't be parsed; of languages without a parser of their own, nothing. */
export function linting(language: string): Extension {
  switch (language) {
    case "json":
      return linter(({ state }) => jsonFaults(state.doc.toString()));
    case "python":
    case "javascript":
      return linter(syntaxFaults, { delay: 600 });
    default:
      return [];
  }
}

export function jsonFaults(text: string): Diagnostic[] {
  const fault = text.trim() === "" ? null : jsonFault(text);
  if (!fault) return [];
  const from = Math.min(fault.offset, Math.max(0, text.length - 1));
  return [{ from, to: Math.min(text.length, from + 1), severity: "error", message: t("json.fault", { line: fault.line, column: fault.column, message: fault.message }) }];
}

function syntaxFaults({ state }: EditorView): Diagnostic[] {
  const found: Diagnostic[] = [];
  ensureSyntaxTree(state, state.doc.length, PATIENCE_MS)?.iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError || found.length >= MOST) return;
      const next = from + (/^\s*/.exec(state.sliceDoc(from, from + 200))?.[0].length ?? 0);
      const mark = state.sliceDoc(from, to).trim() || (/^(?:\w+|[^])/.exec(state.sliceDoc(next, next + 40))?.[0] ?? "");
      const at = mark === "" ? Math.max(0, state.doc.length - 1) : next;
      if (found.at(-1)?.from === at) return;
      found.push({ from: at, to: Math.min(state.doc.length, at + Math.max(1, mark.length)), severity: "error", message: mark === "" ? t("code.missing") : t("fault.unexpected", { mark: mark.slice(0, 40) }) });
    },
  });
  return found;
}
