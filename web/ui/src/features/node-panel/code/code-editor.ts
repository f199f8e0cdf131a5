import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, type Extension } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { Known } from "@/expressions/completion";
import { t } from "@/i18n/i18n";
import type { Mode } from "./code-completion";
import { languageOf } from "./languages";
import { leaveSuggestions } from "./leave-suggestions";
import { COLOURS, THEME } from "./look";
import { mount, type Mounted } from "./mount";
import { tidy } from "./tidy";

export interface CodeEditor extends Mounted {
  setLanguage: (language: string) => void;
  /** Show what is different from this text; null: show the code alone. */
  compareWith: (original: string | null) => void;
  tidy: () => void;
}

interface Options {
  value: string;
  known: () => Known;
  mode: () => Mode;
  onChange: (code: string) => void;
}

const LEAVING_MS = 4000;

export function codeEditor(host: HTMLElement, options: Options): CodeEditor {
  const grammar = new Compartment();
  const difference = new Compartment();
  let language = "";
  const mounted = mount(host, [difference.of([]), basics(), grammar.of([])], options);
  const { view } = mounted;
  const swap = async (place: Compartment, made: Promise<Extension>, isWanted: () => boolean) => {
    // What can't be fetched now is done without.
    const extension = await made.catch(() => null);
    if (extension && isWanted()) view.dispatch({ effects: place.reconfigure(extension) });
  };
  let comparisons = 0;
  return {
    ...mounted,
    setLanguage: (name) => {
      language = name;
      void swap(grammar, languageOf(name, options.known, options.mode), () => language === name);
    },
    compareWith: (original) => {
      const number = ++comparisons;
      void swap(difference, original === null ? Promise.resolve([]) : differences(original), () => comparisons === number);
    },
    tidy: () => tidy(view, language),
  };
}

async function differences(original: string): Promise<Extension> {
  const { unifiedMergeView } = await import("@codemirror/merge");
  return unifiedMergeView({ original, mergeControls: revert, collapseUnchanged: { margin: 3, minSize: 6 } });
}

/** One button for each change; what is kept needs none. */
function revert(type: "reject" | "accept", act: (event: MouseEvent) => void): HTMLElement {
  const button = document.createElement("button");
  if (type === "accept") {
    button.hidden = true;
    return button;
  }
  button.type = "button";
  button.textContent = t("code.revert");
  button.onclick = act;
  return button;
}

function basics(): Extension {
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    dropCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    autocompletion({ icons: false }),
    syntaxHighlighting(COLOURS),
    EditorView.lineWrapping,
    THEME,
    keymap.of([leaveSuggestions, ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...typing(), ...searchKeymap, ...historyKeymap, indentWithTab]),
    keymap.of([{ key: "Escape", run: letTabLeave }]),
  ];
}

/** Without what the page does by the same keys. */
function typing() {
  return defaultKeymap.filter(({ key }) => key !== "Mod-Enter");
}

const leaving = new WeakMap<EditorView, number>();

/** After Escape, Tab leaves instead of indenting; a second Escape is the page's. */
function letTabLeave(view: EditorView): boolean {
  const already = (leaving.get(view) ?? 0) > Date.now();
  leaving.set(view, Date.now() + LEAVING_MS);
  view.setTabFocusMode(LEAVING_MS);
  return !already;
}
