import type { Token } from "./lexer";

const ESCAPE = /\\(?:u\{0*([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(0)(?![0-9])|(\r\n|[^0-9ux]))/y;
const NAMED: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0", "\n": "", "\r": "", "\r\n": "", "\u2028": "", "\u2029": "" };
const BEYOND_UNICODE = 0x110000;

/** The text of a string literal; null where the token is none, or says what isn't Unicode text. */
export function saidBy(token: Token | undefined): string | null {
  return token?.kind === "string" ? textOf(token.text) : null;
}

/** The same for a literal with its quotes. */
export function textOf(literal: string): string | null {
  const text = literal.slice(1, -1);
  let said = "";
  let at = 0;
  for (let begin = text.indexOf("\\"); begin >= 0; begin = text.indexOf("\\", at)) {
    ESCAPE.lastIndex = begin;
    const escape = ESCAPE.exec(text);
    const meant = escape && meantBy(escape);
    if (meant === null) return null;
    said += text.slice(at, begin) + meant;
    at = ESCAPE.lastIndex;
  }
  said += text.slice(at);
  return /\p{Cs}/u.test(said) ? null : said;
}

function meantBy([, braced, four, two, zero, other = ""]: RegExpExecArray): string | null {
  const digits = braced ?? four ?? two;
  if (digits === undefined) return NAMED[zero ?? other] ?? other;
  const code = parseInt(digits, 16);
  return code < BEYOND_UNICODE ? String.fromCodePoint(code) : null;
}

/** A string literal that says the text. */
export function literalOf(text: string): string {
  return /['\\\p{Cc}\u2028\u2029]/u.test(text) ? JSON.stringify(text) : `'${text}'`;
}
