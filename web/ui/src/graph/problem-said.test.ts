import { expect, test } from "vitest";
import type { NodeTypeInfo, Schema } from "@/api/node-types";
import type { WorkflowProblem } from "@/api/workflows";
import { problemSaid } from "./problem-said";

const SCHEMA: Schema = {
  properties: { url: { title: "URL", type: "string" }, fields: { title: "Fields", items: { $ref: "#/$defs/Field" } }, limits: { title: "Limits", anyOf: [{ $ref: "#/$defs/Limits" }, { type: "null" }] } },
  $defs: { Field: { properties: { name: { title: "Name" } } }, Limits: { properties: { cpu: { title: "CPU seconds" } } } },
};
const TYPES = new Map([["http.request", { schema: SCHEMA } as NodeTypeInfo]]);

function said(loc: (string | number)[], code = "missing_parameter", type = "http.request"): string {
  return problemSaid({ node_id: "ask", loc, code, message: "as the server says it", data: {} } satisfies WorkflowProblem, type, TYPES);
}

test("what keeps a node from running names the field as its form does", () => {
  expect(said(["nodes", 1, "parameters", "url"])).toBe("URL: this is needed");
  expect(said(["nodes", 1, "parameters", "fields", 1, "name"])).toBe("Fields 2 › Name: this is needed");
  expect(said(["nodes", 1, "parameters", "limits", "cpu"])).toBe("Limits › CPU seconds: this is needed");
});

test("a field that no form has goes by its own name, and what is about no field by none", () => {
  expect(said(["nodes", 1, "parameters", "colour"])).toBe("colour: this is needed");
  expect(said(["nodes", 1, "parameters", "url"], "missing_parameter", "not.installed")).toBe("url: this is needed");
  expect(said(["nodes", 1], "edge_into_trigger")).toBe("a connection leads into this trigger");
});
