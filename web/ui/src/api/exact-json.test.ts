import { expect, test } from "vitest";
import { parseExact } from "./exact-json";

test("a key named __proto__ is data", () => {
  const value = parseExact('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect(value["polluted"]).toBeUndefined();
});
