/**
 * Just enough of JavaScript's lexical grammar to find where a `{{ … }}` ends, as the server has it
 * (`workers/expressions/lexer.py`); both are held together by `tests/browser/test_expressions.py`.
 */
export interface Token {
  kind: "name" | "number" | "string" | "regex" | "template" | "mark";
  text: string;
  from: number;
  to: number;
}

export type FaultCode = "neverClosed" | "braces" | "quotes" | "closesNothing" | "empty" | "import" | "unexpected" | "ends";

/** Where a text stops being one that may hold expressions, and what is wrong there. */
export class ExpressionFault extends Error {
  constructor(
    readonly code: FaultCode,
    readonly from: number,
    readonly to: number,
    /** The character or word that it is about. */
    readonly mark = "",
  ) {
    super(`${code} ${mark}`);
  }
}

/** What an editor knows of its text: a fault, or that somebody is in the middle of a word. */
export type Finding = ExpressionFault | "writing" | null;

const SKIPPED = /(?:[\s\ufeff]|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)+/uy;
const NAME = /(?:[\p{L}\p{N}_$]|\\u)(?:[\p{L}\p{N}_$]|\\u|(?<=u)\{[0-9a-fA-F]+\})*/uy;
const NUMBER = /(?=\.?\p{Nd})[\p{L}\p{N}_.]+/uy;
const STRING = /"(?:[^"\\\n\r]|\\[^])*"|'(?:[^'\\\n\r]|\\[^])*'/uy;
const REGEX = /\/(?![*/])(?:[^/\\[\n\r]|\\[^]|\[(?:[^\]\\\n\r]|\\[^])*\])+\/[\p{L}\p{N}_]*/uy;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[^]|\$(?!\{))*/uy;
const MARK = /\?\.(?!\p{Nd})|=>|\.\.\.|[^]/uy;
const BEFORE_REGEX = new Set("await case delete do else in instanceof new of return throw typeof void yield".split(" "));
const PARTNERS: Record<string, string> = { "(": ")", "[": "]", "{": "}", "${": "}" };

/** The tokens of a body that begins at `start`, and where the `}}` that ends it stands. Throws `ExpressionFault`. */
export function scan(text: string, start: number): { tokens: Token[]; end: number } {
  return new Scanner(text, start).scan();
}

class Scanner {
  private readonly open: { mark: string; at: number }[] = [];
  private readonly tokens: Token[] = [];
  private readonly start: number;

  constructor(
    private readonly text: string,
    private at: number,
  ) {
    this.start = at;
  }

  scan(): { tokens: Token[]; end: number } {
    for (;;) {
      if (this.open.at(-1)?.mark === "`") {
        this.templatePart();
        continue;
      }
      this.at += this.match(SKIPPED)?.length ?? 0;
      if (this.open.length === 0 && this.text.startsWith("}}", this.at)) return { tokens: this.tokens, end: this.at };
      this.next();
    }
  }

  private next(): void {
    if (this.at >= this.text.length) {
      const open = this.open.at(-1);
      throw open ? new ExpressionFault("neverClosed", open.at, open.at + open.mark.length, open.mark) : new ExpressionFault("braces", this.start - 2, this.start, "{{");
    }
    const kinds = [
      ["number", NUMBER],
      ["name", NAME],
      ["string", STRING],
      ...(this.regexMayFollow() ? ([["regex", REGEX]] as const) : []),
    ] as const;
    for (const [kind, pattern] of kinds) {
      const found = this.match(pattern);
      if (found === null) continue;
      this.push(kind, found);
      return;
    }
    const mark = this.match(MARK) ?? "";
    this.bracket(mark);
    this.push("mark", mark);
  }

  private regexMayFollow(): boolean {
    const last = this.tokens.at(-1);
    if (!last) return true;
    if (last.kind === "name") return BEFORE_REGEX.has(last.text);
    return last.kind === "mark" && ![")", "]", "}"].includes(last.text);
  }

  private bracket(mark: string): void {
    if (mark === '"' || mark === "'") throw new ExpressionFault("quotes", this.at, this.text.length, mark);
    if (["(", "[", "{", "`"].includes(mark)) this.open.push({ mark, at: this.at });
    if (![")", "]", "}"].includes(mark)) return;
    const open = this.open.pop();
    if (!open) throw new ExpressionFault("closesNothing", this.at, this.at + 1, mark);
    if (PARTNERS[open.mark] !== mark) throw new ExpressionFault("neverClosed", open.at, open.at + open.mark.length, open.mark);
  }

  private templatePart(): void {
    const written = this.match(TEMPLATE_TEXT) ?? "";
    const after = this.at + written.length;
    if (this.text.startsWith("${", after)) {
      this.open.push({ mark: "${", at: after });
      this.push("template", `${written}\${`);
    } else if (this.text.startsWith("`", after)) {
      this.open.pop();
      this.push("template", `${written}\``);
    } else {
      const at = this.open.at(-1)?.at ?? this.at;
      throw new ExpressionFault("neverClosed", at, at + 1, "`");
    }
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0] ?? null;
  }

  private push(kind: Token["kind"], text: string): void {
    this.tokens.push({ kind, text, from: this.at, to: this.at + text.length });
    this.at += text.length;
  }
}
