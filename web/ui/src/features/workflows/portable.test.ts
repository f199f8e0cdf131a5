import { expect, test } from "vitest";
import { exported, imported } from "./portable";

const nodes = [{ type: "code", id: "a", parameters: { z: 1, code: "return items", a: 7 } }];
const one = { name: "One", description: "", tags: ["x"], folder: "F", definition: { nodes } };

test("what is exported comes back as it was, whatever the order of keys", () => {
  const text = exported([one]);
  expect(imported(text, "?")).toEqual([one]);
  expect(exported([{ folder: "F", definition: { nodes }, tags: ["x"], name: "One", description: "" }])).toBe(text);
  expect(text.indexOf('"a": 7')).toBeLessThan(text.indexOf('"z": 1'));
});

test("integers beyond what JavaScript counts keep their digits", () => {
  expect(exported([{ ...one, definition: { nodes: [{ type: "code", id: "a", parameters: { n: 12345678901234567890n } }] } }])).toContain("12345678901234567890");
});

test("many travel in one file", () => {
  expect(imported(exported([one, { ...one, name: "Two" }]), "?").map(({ name }) => name)).toEqual(["One", "Two"]);
});

test("a definition alone, a list, and what has no name are taken as they are meant", () => {
  expect(imported('{"nodes": [], "flowtape": "clipboard"}', "New")).toEqual([{ name: "New", definition: { nodes: [] } }]);
  expect(imported('[{"definition": {"nodes": []}, "tags": [1, "t"]}]', "New")).toMatchObject([{ name: "New", tags: ["t"], folder: null }]);
});

test("what holds no workflow gives none, and what is no JSON says so", () => {
  for (const text of ["{}", "3", "null", '["a"]', '{"nodes": 1}']) expect(imported(text, "?")).toEqual([]);
  expect(() => imported("{", "?")).toThrow(SyntaxError);
});

test("a key that JavaScript has a meaning for stays a key", () => {
  const text = '{"name": "P", "definition": {"nodes": [{"id": "a", "type": "data.set", "parameters": {"__proto__": {"x": 1}}}]}}';
  expect(exported(imported(text, "?"))).toContain('"__proto__"');
});
