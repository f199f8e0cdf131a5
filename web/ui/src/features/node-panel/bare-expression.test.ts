import { expect, test } from "vitest";
import { bareExpression, braced } from "./bare-expression";

test.each(["$json.body.name != null", "!$json.done", "($json.n + 1) * 2", "$('Start').first().json.n", " $input.all().length"])("%s reads like an expression as a whole", (text) => {
  expect(bareExpression(text)).toEqual({ whole: true });
});

test.each(["https://example.com/$json.id", "true && $json.done"])("%s reads like an expression in part", (text) => {
  expect(bareExpression(text)).toEqual({ whole: false });
});

test.each(["", "costs $5", "$jsonish", "US$ (about)", "{{ $json.n }}", "\\{{ $json }}", "$ {json}"])("%s does not", (text) => {
  expect(bareExpression(text)).toBeNull();
});

test("braces are put around all of it", () => {
  expect(braced(" $json.n > 3 ")).toBe("{{ $json.n > 3 }}");
});
