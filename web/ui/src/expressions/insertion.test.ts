import { expect, test } from "vitest";
import { expressionFor, fitting } from "./insertion";

test("a field's path becomes an expression, whatever its name", () => {
  expect(expressionFor(["a", "b c", 0, 'q"uote'])).toBe('{{ $json.a["b c"][0]["q\\"uote"] }}');
});

test("inside of another expression's braces it needs none of its own", () => {
  expect(fitting("{{ $json.a }}", "Hi {{ $json.b + }}", 15)).toBe("$json.a");
  expect(fitting("{{ $json.a }}", "Hi {{ $json.b", 13)).toBe("$json.a");
  expect(fitting("{{ $json.a }}", "Hi {{ $json.b }} ", 17)).toBe("{{ $json.a }}");
  expect(fitting("{{ $json.a }}", "\\{{ text", 8)).toBe("{{ $json.a }}");
});
