import { expect, test } from "vitest";
import { heard } from "./together";

const ADA = { client_id: "a", user: { id: "1", name: "Ada" }, cursor: { x: 1, y: 2 }, selection: ["n"], editing: null };

test("others are known by their newest word, until they leave", () => {
  const there = heard([], ADA, "me");
  expect(there).toEqual([{ clientId: "a", name: "Ada", cursor: { x: 1, y: 2 }, selection: ["n"], editing: null }]);
  expect(heard(there, { ...ADA, cursor: null }, "me")).toMatchObject([{ cursor: null }]);
  expect(heard(there, { ...ADA, gone: true }, "me")).toEqual([]);
});

test("nobody sees themselves", () => {
  expect(heard([], ADA, "a")).toEqual([]);
});
