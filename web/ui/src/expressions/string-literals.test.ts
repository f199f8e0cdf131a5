import { expect, it } from "vitest";
import { literalOf, saidBy } from "./string-literals";

const said = (text: string) => saidBy({ kind: "string", text, from: 0, to: text.length });

it.each(["plain", "it's", 'say "hi"', "back\\slash", "\0", "👍", "line\nbreak", "both ' and \"", "\u2028"])("a literal says the text that it was made of: %j", (text) => {
  expect(said(literalOf(text))).toBe(text);
});

it.each([
  [String.raw`'\n\t\r\b\f\v\0'`, "\n\t\r\b\f\v\0"],
  [String.raw`'\x41\u0042\u{43}\u{1F44D}\u{0000000044}'`, "ABC👍D"],
  [String.raw`'\ud83d\udc4d'`, "👍"],
  [String.raw`'\'\"\\\a\$'`, "'\"\\a$"],
  ["'one \\\nline'", "one line"],
])("escapes mean what they mean in JavaScript: %s", (literal, text) => {
  expect(said(literal)).toBe(text);
});

it.each([String.raw`'\ud83d'`, String.raw`'\u{110000}\udc00'`, String.raw`'\1'`, String.raw`'\01'`, String.raw`'\u12'`, String.raw`'\xg0'`])("what is no Unicode text says nothing: %s", (literal) => {
  expect(said(literal)).toBeNull();
});
