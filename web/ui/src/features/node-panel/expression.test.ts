import { expect, test } from "vitest";
import { expressionFor, preview } from "./expression";

test("a field's path becomes an expression, whatever its name", () => {
  expect(expressionFor(["a", "b c", 0, 'q"uote'])).toBe('{{ $json.a["b c"][0]["q\\"uote"] }}');
});

test("what a dragged field makes is previewed as that field", () => {
  const json = { a: { "b c": [{ 'q"uote': 7 }] } };
  expect(preview(expressionFor(["a", "b c", 0, 'q"uote']), json)).toEqual({ kind: "value", value: 7 });
});

test("a field that isn't there is undefined, and so is what JavaScript would add", () => {
  for (const path of ["$json.b", "$json.a.b.c", "$json.constructor", "$json.a.length", '$json["__proto__"]']) {
    expect(preview(`{{ ${path} }}`, { a: "text" })).toEqual({ kind: "value", value: undefined });
  }
});

test.each(["{{ $json.a + 1 }}", "{{ alert(1) }}", "{{ $json.a() }}", "{{ $jsonx }}", "Hello {{ $json.a }}", "{{ $json.a }}{{ $json.b }}"])(
  "%s is left to the server",
  (text) => {
    expect(preview(text, { a: 1 })).toEqual({ kind: "later" });
  },
);

test("plain text has no preview", () => {
  expect(preview("Hello", {})).toBeNull();
});
