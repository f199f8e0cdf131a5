import { expect, test } from "vitest";
import { heard, present } from "./together";

const ADA = { client_id: "a", user: { id: "1", name: "Ada" }, cursor: { x: 1, y: 2 }, selection: ["n"], editing: null };

test("others are known by their newest word, until they leave", () => {
  const there = heard([], ADA, "me", 5);
  expect(there).toEqual([{ clientId: "a", name: "Ada", cursor: { x: 1, y: 2 }, selection: ["n"], editing: null, at: 5 }]);
  expect(heard(there, { ...ADA, cursor: null }, "me", 6)).toMatchObject([{ cursor: null }]);
  expect(heard(there, { ...ADA, gone: true }, "me", 6)).toEqual([]);
});

test("nobody sees themselves", () => {
  expect(heard([], ADA, "a", 5)).toEqual([]);
});

test("who isn't heard any more has gone", () => {
  const there = heard([], ADA, "me", 1_000);
  expect(present(there, 15_000)).toBe(there);
  expect(present(there, 30_000)).toEqual([]);
});
