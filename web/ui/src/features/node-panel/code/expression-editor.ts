import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { linter, lintKeymap } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, keymap, placeholder } from "@codemirror/view";
import type { Known } from "@/expressions/completion";
import { fitting } from "@/expressions/insertion";
import type { Finding } from "@/expressions/lexer";
import { bodyBefore } from "@/expressions/template";
import { faultWords } from "@/expressions/words";
import type { Target } from "@/features/node-panel/insertion";
import { expressionCompletion } from "./expression-completion";
import { faultsIn, marks } from "./expression-marks";
import { leaveSuggestions } from "./leave-suggestions";
import { COLOURS, IN_A_FORM, LARGE, THEME } from "./look";
import { mount, type Mounted } from "./mount";

interface Options {
  value: string;
  placeholder: string;
  oneLine: boolean;
  /** In a dialog of its own. */
  large: boolean;
  known: () => Known;
  onChange: (text: string) => void;
  onFinding: (finding: Finding) => void;
}

/** An editor for text that may hold `{{ … }}`. Tab leaves it. */
export function expressionEditor(host: HTMLElement, options: Options): Mounted {
  return mount(host, extensions(options), options);
}

/** Where expressions go that are chosen while this editor was written in last. */
export function target(view: EditorView): Target {
  return {
    insert: (expression) => {
      if (!view.dom.isConnected) return false;
      insertExpression(view, expression);
      view.focus();
      return true;
    },
  };
}

/** Put an expression where the caret is, or at `at`. */
function insertExpression(view: EditorView, expression: string, at?: number): void {
  const { from, to } = at === undefined ? view.state.selection.main : { from: at, to: at };
  const insert = fitting(expression, view.state.doc.toString(), from);
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input" });
}

function extensions({ placeholder: hint, oneLine, large, known, onFinding }: Options): Extension {
  return [
    history(),
    drawSelection(),
    dropCursor(),
    bracketMatching(),
    closing(),
    autocompletion({ icons: false, override: [expressionCompletion(known)] }),
    syntaxHighlighting(COLOURS),
    marks(),
    linter((view) => diagnosed(view, onFinding), { delay: 400, needsRefresh: ({ state, startState }) => choosing(state) !== choosing(startState) }),
    EditorView.lineWrapping,
    placeholder(hint),
    THEME,
    large ? LARGE : IN_A_FORM,
    oneLine ? withoutBreaks() : [],
    EditorView.domEventHandlers({ drop: dropped }),
    keymap.of([leaveSuggestions, { key: "Tab", run: acceptCompletion }, ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...typing()]),
  ];
}

/** Without what the page does by the same keys. */
function typing() {
  return defaultKeymap.filter(({ key }) => key !== "Mod-Enter");
}

/** Quotes and brackets are closed in expressions; in text around, people write as they like. */
function closing(): Extension {
  const inside = { brackets: ["(", "[", "{", "'", '"', "`"] };
  return [closeBrackets(), EditorState.languageData.of((state, pos) => [{ closeBrackets: bodyBefore(state.doc.toString(), pos) ? inside : { brackets: ["{"] } }])];
}

function withoutBreaks(): Extension {
  return [
    EditorView.clipboardInputFilter.of((text) => text.trim().replace(/\s*\n\s*/g, " ")),
    EditorState.transactionFilter.of((transaction) => (transaction.isUserEvent("input") && transaction.newDoc.lines > 1 ? [] : transaction)),
  ];
}

/** While suggestions are shown, somebody is in the middle of a word. */
function choosing(state: EditorState): boolean {
  return completionStatus(state) === "active";
}

function diagnosed({ state }: EditorView, onFinding: (finding: Finding) => void) {
  const faults = choosing(state) ? [] : faultsIn(state.doc.toString());
  onFinding(choosing(state) ? "writing" : (faults[0] ?? null));
  return faults.map((fault) => ({ from: fault.from, to: Math.max(fault.to, fault.from + 1), severity: "error" as const, message: faultWords(fault) }));
}

function dropped(event: DragEvent, view: EditorView): boolean {
  const text = event.dataTransfer?.getData("text/plain") ?? "";
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY }, false);
  if (!text.startsWith("{{")) return false;
  event.preventDefault();
  insertExpression(view, text, at);
  view.focus();
  return true;
}
