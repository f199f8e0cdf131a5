import { javascriptLanguage } from "@codemirror/lang-javascript";
import { type Range, type Extension } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { highlightTree } from "@lezer/highlight";
import { ExpressionFault } from "@/expressions/lexer";
import { bodiesIn, parseTemplate } from "@/expressions/template";
import { COLOURS } from "./look";

const PARSER = javascriptLanguage.parser.configure({ top: "SingleExpression" });
const LONGEST = 50_000;
const BRACES = Decoration.mark({ class: "cm-braces" });
const BODY = Decoration.mark({ class: "cm-expression" });

/** Braces and what stands between them, told apart from the text around. */
export function marks(): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorated(view.state.doc.toString());
      }
      update({ docChanged, state }: ViewUpdate): void {
        if (docChanged) this.decorations = decorated(state.doc.toString());
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function decorated(text: string): DecorationSet {
  const found: Range<Decoration>[] = [];
  if (text.length > LONGEST) return Decoration.none;
  for (const { from, to } of bodiesIn(text)) {
    const closed = text.slice(from, to).endsWith("}}") && to - from >= 4;
    const inner = closed ? to - 2 : to;
    found.push(BODY.range(from, to), BRACES.range(from, from + 2));
    if (closed) found.push(BRACES.range(inner, to));
    const start = from + 2;
    highlightTree(PARSER.parse(text.slice(start, inner)), COLOURS, (begin, end, classes) => {
      found.push(Decoration.mark({ class: classes }).range(start + begin, start + end));
    });
  }
  return Decoration.set(found, true);
}

/** What keeps the text from being one that may hold expressions, first fault first. */
export function faultsIn(text: string): ExpressionFault[] {
  try {
    const { bodies } = parseTemplate(text);
    return bodies.filter(({ path }) => path === null).flatMap((body) => syntaxFaults(body.text).map(({ code, from, to, mark }) => new ExpressionFault(code, body.from + from, body.from + to, mark)));
  } catch (error) {
    if (error instanceof ExpressionFault) return [error];
    throw error;
  }
}

function syntaxFaults(body: string): ExpressionFault[] {
  const faults: ExpressionFault[] = [];
  PARSER.parse(body).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError && faults.length === 0) faults.push(faultAt(body, from, to));
    },
  });
  return faults;
}

/** Where something is missing, what stands there instead is what people see. */
function faultAt(body: string, from: number, to: number): ExpressionFault {
  const rest = body.slice(from);
  if (rest.trim() === "") return new ExpressionFault("ends", Math.max(0, body.trimEnd().length - 1), body.length);
  const next = from + rest.length - rest.trimStart().length;
  const mark = to > next ? body.slice(next, to) : (/^(?:[\p{ID_Continue}$]+|[^])/u.exec(body.slice(next))?.[0] ?? "");
  return new ExpressionFault("unexpected", next, next + mark.length, mark);
}
