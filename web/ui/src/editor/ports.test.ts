import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { NodeTypeInfo, PortRule } from "@/api/node-types";
import { parseExact } from "@/api/exact-json";
import type { Json } from "@/document/definition";
import { node } from "@/testing/workflows";
import { portsBy, portsOf } from "./ports";

interface Case {
  says: string;
  rules: PortRule[];
  parameters: Json;
  ports: string[];
}

/** The server's tests read them as well, so that both sides read rules alike. */
const CASES = parseExact(readFileSync(`${import.meta.dirname}/../../../../tests/workers/nodes/port_cases.json`, "utf8")) as Case[];

test.each(CASES)("rules give ports: $says", ({ rules, parameters, ports }) => {
  expect(portsBy(rules, parameters)).toEqual(ports);
});

const WAIT: NodeTypeInfo = {
  type: "flow.wait",
  title: "Wait",
  category: "flow",
  icon: "",
  help: "",
  inputs: ["main"],
  outputs: ["main"],
  port_rules: {
    inputs: [],
    outputs: [
      { ports: ["main"], when: { mode: ["time"] } },
      { ports: ["approved", "rejected"], when: { mode: ["approval"] } },
    ],
  },
  schema: { properties: { mode: { default: "time" } } },
};

test("ports hang on how a node is set up, and on its defaults where it isn't", () => {
  expect(portsOf(node("n"), WAIT)).toEqual({ inputs: ["main"], outputs: ["main"] });
  const approval = node("n", { parameters: { mode: "approval" }, settings: { on_error: "port" } });
  expect(portsOf(approval, WAIT).outputs).toEqual(["approved", "rejected", "error"]);
});

test("a type that isn't installed has a way in and a way out", () => {
  expect(portsOf(node("n"), undefined)).toEqual({ inputs: ["main"], outputs: ["main"] });
});
