import { expect, test } from "vitest";
import type { Schema } from "@/api/node-types";
import { firstValue, isShown, numberOrText, shapeOf } from "./schema";

const ROOT: Schema = {
  $defs: { Variable: { type: "object", title: "Variable", required: ["name"], properties: { name: { type: "string" }, value: { type: "string", default: "" } } } },
};
const kind = (schema: Schema) => shapeOf(schema, ROOT).kind;

test("every kind of field is known by its schema", () => {
  expect(kind({ type: "string", "x-editor": "code" })).toBe("code");
  expect(kind({ anyOf: [{ type: "string" }, { type: "null" }], default: null, "x-editor": "environment" })).toBe("environment");
  expect(kind({ type: "string", "x-editor": "hologram" })).toBe("text");
  expect(kind({ "x-editor": "workflow", "x-expression": true })).toBe("workflow");
  expect(kind({ type: "string", enum: ["a"] })).toBe("choice");
  expect(kind({ type: "integer" })).toBe("number");
  expect(kind({ type: "number", "x-expression": true })).toBe("value");
  expect(kind({ type: "array", items: { enum: ["GET"] } })).toBe("choices");
  expect(kind({ type: "array", items: { $ref: "#/$defs/Variable" } })).toBe("list");
  expect(kind({ default: [], "x-expression": true })).toBe("list");
  expect(kind({ type: "object", additionalProperties: { type: "string" } })).toBe("record");
  expect(kind({ $ref: "#/$defs/Variable" })).toBe("object");
  expect(kind({ anyOf: [{ type: "string" }, { type: "integer" }] })).toBe("value");
  expect(kind({})).toBe("value");
});

test("a field that may be empty keeps its own title and takes the rest from what it is otherwise", () => {
  const shape = shapeOf({ anyOf: [{ type: "number", maximum: 5, title: "Inner" }, { type: "null" }], title: "Timeout", default: null }, ROOT);
  expect(shape).toMatchObject({ kind: "number", nullable: true, schema: { title: "Timeout", maximum: 5, default: null } });
});

test("a new entry of a list has what is required, with its first values", () => {
  expect(firstValue({ $ref: "#/$defs/Variable" }, ROOT)).toEqual({ name: "" });
  expect(firstValue({ type: "string", enum: ["x", "y"] }, ROOT)).toBe("x");
});

test("a conditional field looks at its siblings, and at their defaults where they are empty", () => {
  const siblings: Record<string, Schema> = { mode: { default: "rules" } };
  const field: Schema = { "x-show": { mode: ["rules"] } };
  expect([isShown(field, {}, siblings), isShown(field, { mode: "expression" }, siblings), isShown({}, {}, {})]).toEqual([true, false, true]);
});

test("a number that may be an expression stays a number as long as it is one", () => {
  expect([numberOrText("30"), numberOrText("{{ 1 }}"), numberOrText("")]).toEqual([30, "{{ 1 }}", ""]);
});
