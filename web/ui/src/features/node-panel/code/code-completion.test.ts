import { expect, test } from "vitest";
import { suggestPython } from "./code-completion";

const ITEM = { json: { city: "Oslo", "mean temp": 4.5 } };
const taken = (before: string, label: string) => {
  const found = suggestPython(before, ITEM, "all");
  return before.slice(0, found?.from) + (found?.options.find((option) => option.label === label)?.write ?? "?");
};

test("Python is offered the fields of the real data", () => {
  expect(taken('x = item["json"][', "mean temp")).toBe('x = item["json"]["mean temp"]');
  expect(taken("items[0]['json']['ci", "city")).toBe("items[0]['json'][\"city\"]");
  expect(taken('item["json"].get("', "city")).toBe('item["json"].get("city")');
  expect(taken("items[0][", "json")).toBe('items[0]["json"]');
});

test("Python is offered the one name that its mode has", () => {
  const labels = (mode: "all" | "each") => suggestPython("for x in it", ITEM, mode)?.options.map(({ label }) => label);
  expect([labels("all"), labels("each")]).toEqual([["items"], ["item"]]);
  expect(suggestPython("a.it", ITEM, "all")).toBeNull();
});
