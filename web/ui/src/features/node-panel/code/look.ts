import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.tagName], color: "var(--run)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.attributeValue], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--wait)" },
  { tag: [tags.comment, tags.meta], color: "var(--faint)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.definition(tags.variableName), tags.attributeName], color: "var(--tape)" },
]);

export const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-dropCursor": { borderLeft: "2px solid var(--tape)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--faint)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--sunk) 55%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--run) 25%, transparent)",
  },
  ".cm-placeholder": { color: "var(--faint)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "8px", boxShadow: "var(--float)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace", fontSize: "12.5px", maxHeight: "14em", borderRadius: "7px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px", display: "flex", gap: "1em", justifyContent: "space-between" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--run-wash)", color: "var(--ink)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: "var(--faint)", fontStyle: "normal", fontFamily: "system-ui, sans-serif" },
  ".cm-completionInfo": { maxWidth: "22rem", padding: "6px 10px", fontSize: "12.5px", whiteSpace: "pre-wrap", overflowWrap: "anywhere" },
  ".cm-panels": { backgroundColor: "var(--sunk)", color: "var(--ink)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-matchingBracket": { backgroundColor: "var(--run-wash) !important", color: "inherit !important" },
  ".cm-selectionMatch": { backgroundColor: "var(--wait-wash)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textDecorationSkipInk: "none", textUnderlineOffset: "3px" },
  ".cm-lintPoint-error::after": { borderBottomColor: "var(--bad)" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--bad)", color: "var(--ink)" },
  ".cm-braces": { color: "var(--faint)" },
  ".cm-expression": { backgroundColor: "var(--run-wash)", borderRadius: "3px" },
  ".cm-insertedLine, .cm-changedLine": { backgroundColor: "var(--good-wash) !important" },
  ".cm-changedText": { background: "color-mix(in srgb, var(--good) 25%, transparent) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--bad-wash)", paddingLeft: "6px" },
  ".cm-deletedChunk .cm-deletedText, .cm-deletedText": { background: "color-mix(in srgb, var(--bad) 25%, transparent) !important" },
  ".cm-changeGutter": { width: "4px" },
  ".cm-changedLineGutter": { background: "var(--good) !important" },
  ".cm-deletedLineGutter": { background: "var(--bad) !important" },
  ".cm-chunkButtons button": { background: "var(--card) !important", color: "var(--ink) !important", border: "1px solid var(--edge) !important", borderRadius: "5px", padding: "0 6px", fontSize: "12px", cursor: "pointer" },
  ".cm-collapsedLines": { background: "var(--sunk)", color: "var(--faint)" },
});

/** One line high, and growing with its text up to eight. */
export const IN_A_FORM = EditorView.theme({
  "&": { height: "auto", fontSize: "13px" },
  ".cm-scroller": { maxHeight: "11.5rem", overflow: "auto", lineHeight: "1.25rem" },
  ".cm-content": { padding: "0.45rem 0" },
  ".cm-line": { padding: "0 0.7rem" },
});

/** In a dialog of its own. */
export const LARGE = EditorView.theme({
  ".cm-content": { padding: "0.6rem 0" },
  ".cm-line": { padding: "0 0.8rem" },
});
