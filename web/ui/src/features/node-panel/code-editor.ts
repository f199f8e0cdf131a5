import { autocompletion, closeBrackets, closeBracketsKeymap, type Completion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { bracketMatching, foldGutter, HighlightStyle, indentOnInput, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { linter } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface CodeEditor {
  setValue: (value: string) => void;
  setLanguage: (language: string) => void;
  destroy: () => void;
}

interface Options {
  label: string;
  onChange: (code: string) => void;
  nodeNames: () => readonly string[];
}

export function codeEditor(host: HTMLElement, { label, onChange, nodeNames }: Options): CodeEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const language = new Compartment();
  let quiet = false;
  const view = new EditorView({
    root,
    parent: root as unknown as HTMLElement,
    state: EditorState.create({
      extensions: [
        basics(),
        language.of([]),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setValue: (value) => {
      if (view.state.doc.toString() === value) return;
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
      quiet = false;
    },
    setLanguage: (name) => view.dispatch({ effects: language.reconfigure(languageOf(name, nodeNames)) }),
    destroy: () => view.destroy(),
  };
}

function basics(): Extension {
  return [
    lineNumbers(),
    foldGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    autocompletion({ icons: false }),
    syntaxHighlighting(COLOURS),
    EditorView.lineWrapping,
    THEME,
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, indentWithTab]),
  ];
}

function languageOf(name: string, nodeNames: () => readonly string[]): Extension {
  switch (name) {
    case "python":
      return [python(), indentUnit.of("    "), completing(PYTHON)];
    case "bash":
      return StreamLanguage.define(shell);
    case "json":
      return [json(), linter(jsonParseLinter())];
    default:
      return [javascript(), completing(JAVASCRIPT, nodeNames)];
  }
}

const PYTHON: Completion[] = [
  { label: "items", detail: "list of {json}", type: "variable" },
  { label: "item", detail: "in mode each", type: "variable" },
  { label: 'item["json"]', type: "property" },
];
const JAVASCRIPT: Completion[] = [
  { label: "items", detail: "[{json}]", type: "variable" },
  { label: "$json", detail: "of the item", type: "variable" },
  { label: "$input", detail: ".all(), .first(), .last()", type: "variable" },
  { label: "$execution", type: "variable" },
  { label: "$workflow", type: "variable" },
  { label: "$now", type: "variable" },
];

function completing(known: readonly Completion[], nodeNames: () => readonly string[] = () => []): Extension {
  const source = (context: CompletionContext) => {
    const word = context.matchBefore(/[$\w]+(?:\(['"]?[^'")]*)?/);
    if (!word && !context.explicit) return null;
    const names = nodeNames().map((name): Completion => ({ label: `$(${JSON.stringify(name)})`, type: "function" }));
    return { from: word?.from ?? context.pos, options: [...known, ...names], validFor: /^[$\w('" ]*$/ };
  };
  return EditorState.languageData.of(() => [{ autocomplete: source }]);
}

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--run)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--wait)" },
  { tag: [tags.comment, tags.meta], color: "var(--faint)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.definition(tags.variableName)], color: "var(--tape)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--faint)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sunk) 55%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--run) 25%, transparent)",
  },
  ".cm-tooltip": { backgroundColor: "var(--card)", border: "1px solid var(--line)", borderRadius: "8px", boxShadow: "var(--float)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--sunk)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--faint)", fontStyle: "normal" },
  ".cm-panels": { backgroundColor: "var(--sunk)", color: "var(--ink)" },
  ".cm-matchingBracket": { backgroundColor: "var(--run-wash) !important", color: "inherit !important" },
  ".cm-selectionMatch": { backgroundColor: "var(--wait-wash)" },
});
