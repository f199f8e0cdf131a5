import { expect, test } from "vitest";
import { parseExact, stringifyExact } from "./exact-json";

test("a key named __proto__ is data", () => {
  const value = parseExact('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect(value["polluted"]).toBeUndefined();
});

test("large integers are written digit for digit, and nothing else differs from JSON", () => {
  expect(stringifyExact({ a: 12345678901234567890n, b: [1n] })).toBe('{"a":12345678901234567890,"b":[1]}');
  const value = { "__proto__x": [1, "ü\n", null, true, {}, []], skipped: undefined, list: [undefined] };
  expect(stringifyExact(value)).toBe(JSON.stringify(value));
  expect(stringifyExact(value, "  ")).toBe(JSON.stringify(value, null, 2));
});
