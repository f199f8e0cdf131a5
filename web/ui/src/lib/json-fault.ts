/** Where JSON text stops being JSON, in words for people. Lines and columns count from 1. */
export interface JsonFault {
  offset: number;
  line: number;
  column: number;
  message: string;
}

const DEEPEST = 100;

/** The first fault in `text`, or null where it is JSON. Stricter than the browser: depth and numbers as the server has them. */
export function jsonFault(text: string): JsonFault | null {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return null;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const before = text.slice(0, fault.offset);
    const line = before.split("\n").length;
    return { offset: fault.offset, line, column: fault.offset - before.lastIndexOf("\n"), message: fault.message };
  }
}

class Fault extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

class Scanner {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.value("a value");
    if (this.at < this.text.length) this.fail(`nothing more was expected after the value, but ${this.here()}`);
  }

  private value(wanted: string): void {
    this.space();
    const next = this.text[this.at];
    if (next === "{") this.list("}", () => this.member());
    else if (next === "[") this.list("]", () => this.value("a value or ]"));
    else if (next === '"') this.string();
    else if (!this.token(/true|false|null/y)) this.number(wanted);
    this.space();
  }

  private list(end: string, entry: () => void): void {
    if (++this.depth > DEEPEST) this.fail(`this is nested more than ${DEEPEST} levels deep`);
    this.at++;
    this.space();
    if (this.text[this.at] !== end) {
      entry();
      while (this.text[this.at] === ",") {
        this.at++;
        this.space();
        if (this.text[this.at] === end) this.fail(`the comma before this ${end} is one too many`);
        entry();
      }
      if (this.text[this.at] !== end) this.fail(`a comma or ${end} was expected, but ${this.here()}`);
    }
    this.at++;
    this.depth--;
  }

  private member(): void {
    this.space();
    if (this.text[this.at] !== '"') this.fail(`a key in double quotes was expected, but ${this.here()}`);
    this.string();
    this.space();
    if (this.text[this.at] !== ":") this.fail(`a colon was expected after the key, but ${this.here()}`);
    this.at++;
    this.value("a value");
  }

  private string(): void {
    const start = this.at++;
    // eslint-disable-next-line no-control-regex -- JSON allows all characters but these
    this.token(/(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y);
    const next = this.text[this.at];
    if (next === '"') {
      this.at++;
      return;
    }
    if (next === undefined) this.fail("this text in quotes is never closed", start);
    if (next === "\\") this.fail("after a backslash, only one of \" \\ / b f n r t u0000 can follow");
    this.fail(next === "\n" ? "a line break inside quotes must be written \\n" : "a control character inside quotes must be escaped");
  }

  private number(wanted: string): void {
    const start = this.at;
    if (!this.token(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y)) this.fail(`${wanted} was expected, but ${this.here()}`);
    if (!Number.isFinite(Number(this.text.slice(start, this.at)))) this.fail("this number is too large", start);
    if (/[\w.]/.test(this.text[this.at] ?? "")) this.fail("this is not a number", start);
  }

  private token(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    this.at += found?.[0].length ?? 0;
    return found !== null;
  }

  private space(): void {
    this.token(/[ \t\n\r]*/y);
  }

  private here(): string {
    const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    return this.at < this.text.length ? `here is ${character === "\n" ? "a line break" : character}` : "the text ends here";
  }

  private fail(message: string, offset = this.at): never {
    throw new Fault(offset, message);
  }
}
