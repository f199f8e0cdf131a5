import { expect, test } from "vitest";
import type { NodeTypeInfo } from "@/api/node-types";
import { fit, found } from "./search";

const type = (title: string, category: NodeTypeInfo["category"], help = ""): NodeTypeInfo => ({
  type: `x.${title.toLowerCase()}`,
  title,
  category,
  icon: "",
  help,
  inputs: [],
  outputs: [],
  port_rules: { inputs: [], outputs: [] },
  schema: {},
});
const TYPES = [type("If", "flow"), type("HTTP request", "network"), type("Merge", "flow", "waits for a request"), type("Webhook", "trigger")];
const titles = (typed: string) => found(TYPES, typed).map(({ title }) => title);

test("what begins with the letters goes before what has them in it, and help comes last", () => {
  expect(titles("req")).toEqual(["HTTP request", "Merge"]);
  expect(titles("htr")).toEqual(["HTTP request"]);
  expect(titles("zz")).toEqual([]);
});

test("with nothing typed, all are there by category", () => {
  expect(titles("")).toEqual(["Webhook", "HTTP request", "If", "Merge"]);
});

test("accents and case count for nothing", () => {
  expect(fit("Ärger über Öl", "UBER")).toBe(80);
});
