import { type Completion, type CompletionContext, type CompletionResult, pickedCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { type Known, type Suggestion, type Suggestions, suggest } from "@/expressions/completion";
import { inBrief, kindOf, kindWord } from "@/expressions/kinds";
import { bodyBefore } from "@/expressions/template";
import { t } from "@/i18n/i18n";

const CLOSERS = /^["']?[)\]]?/;

/** Completion within braces. */
export function expressionCompletion(known: () => Known) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const body = bodyBefore(context.state.doc.toString(), context.pos);
    return body && completed(await suggest(body.text, known(), context.explicit), body.from);
  };
}

/** As CodeMirror has them. `start`: where the text that they were asked about begins. */
export function completed(found: Suggestions | null, start: number): CompletionResult | null {
  if (!found) return null;
  const options = found.options.map((suggestion, place) => completionOf(suggestion, place, start + found.from, found.closing ?? false));
  return { from: start + found.typed, options, validFor: /^[\p{ID_Continue}$]*$/u };
}

function completionOf({ label, write, back = 0, kind, sample }: Suggestion, place: number, start: number, closing: boolean): Completion {
  return {
    label,
    sortText: String(place).padStart(4, "0"),
    detail: kind === "node" ? t("kind.node") : kindWord(kind),
    ...(sample !== undefined && { info: `${kindWord(kindOf(sample))}: ${inBrief(sample, 400)}` }),
    apply: (view: EditorView, completion: Completion, _from: number, to: number) => {
      const swallowed = closing ? (CLOSERS.exec(view.state.sliceDoc(to, to + 2))?.[0].length ?? 0) : 0;
      view.dispatch({
        changes: { from: start, to: to + swallowed, insert: write },
        selection: { anchor: start + write.length - back },
        annotations: pickedCompletion.of(completion),
        userEvent: "input.complete",
      });
    },
  };
}
