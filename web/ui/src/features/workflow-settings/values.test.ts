import { expect, test } from "vitest";
import { concurrencyWith, keysOf, numberOf } from "./values";

test("what is typed is a number, none, or nothing that fits", () => {
  expect(numberOf("90.5", { whole: false, least: 0.001 })).toBe(90.5);
  expect(numberOf("", { whole: true, least: 0 })).toBeNull();
  for (const typed of ["x", "-1", "1.5", "11", "Infinity"]) expect(numberOf(typed, { whole: true, least: 0, most: 10 })).toBeUndefined();
});

test("concurrency goes with its limit, and its key when it is emptied", () => {
  expect(concurrencyWith(null, { limit: 3 })).toEqual({ limit: 3 });
  expect(concurrencyWith({ limit: 3, beyond: "skip" }, { key: "{{ $json.a }}" })).toEqual({ limit: 3, beyond: "skip", key: "{{ $json.a }}" });
  expect(concurrencyWith({ limit: 3, key: "k" }, { key: "" })).toEqual({ limit: 3 });
  expect(concurrencyWith({ limit: 3, key: "k" }, { limit: null })).toBeNull();
  expect(concurrencyWith(null, { beyond: "skip" })).toBeNull();
});

test("keys stand beside each other, each once", () => {
  expect(keysOf(" customer, body.order.id ,, customer")).toEqual(["customer", "body.order.id"]);
  expect(keysOf(" , ")).toBeNull();
});
