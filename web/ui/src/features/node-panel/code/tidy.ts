import { indentRange } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";
import { jsonFault } from "@/lib/json-fault";

/**
 * Put code in order, as far as that changes nothing of what it does: JSON is laid out anew, JavaScript and HTML are
 * indented by their brackets and tags, in all others spaces at the ends of lines go. Where Python's lines begin is
 * its author's to say.
 */
export function tidy(view: EditorView, language: string): void {
  const text = view.state.doc.toString();
  const wanted = language === "json" ? laidOut(text) : trimmed(text);
  if (wanted !== text) view.dispatch({ changes: { from: 0, to: text.length, insert: wanted }, userEvent: "input.tidy" });
  if (language === "javascript" || language === "html") {
    view.dispatch({ changes: indentRange(view.state, 0, view.state.doc.length), userEvent: "input.tidy" });
  }
}

/** Without spaces at the ends of lines, and empty lines at the end of all. */
export function trimmed(text: string): string {
  return text.replace(/[ \t]+$/gm, "").replace(/\n+$/, "");
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** JSON over several lines, each value digit for digit as it was; what isn't JSON stays as it is. */
export function laidOut(text: string): string {
  if (jsonFault(text)) return text;
  const tokens = text.match(TOKENS) ?? [];
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return tokens.reduce((before, token, place) => {
    const last = tokens[place - 1] ?? "";
    if (token === "," ) return before + token;
    if (token === ":") return `${before}: `;
    if (token === "}" || token === "]") {
      depth--;
      return before + (last === "{" || last === "[" ? "" : line()) + token;
    }
    const opened = last === "{" || last === "[" || last === "," ? line() : "";
    if (token === "{" || token === "[") depth++;
    return before + opened + token;
  }, "");
}
