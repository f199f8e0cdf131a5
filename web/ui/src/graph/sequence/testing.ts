import type { NodeTypeInfo, NodeTypes } from "@/api/node-types";
import { applyAll } from "@/document/apply";
import type { Doc, DocEdge } from "@/document/definition";
import { EMPTY, node } from "@/testing/workflows";
import { random } from "@/testing/random";
import { listed, type Listed } from "./edits";
import type { Row } from "./rows";

const type = (name: string, inputs: string[], outputs: string[]): [string, NodeTypeInfo] => [
  name,
  { type: name, title: name, category: "flow", icon: "", help: "", inputs, outputs, port_rules: { inputs: [], outputs: [] }, schema: {} },
];

export const TYPES: NodeTypes = new Map([
  type("trigger", [], ["main"]),
  type("code", ["main"], ["main"]),
  type("if", ["main"], ["true", "false"]),
  type("loop", ["main", "back"], ["loop", "done"]),
  type("merge", ["input1", "input2"], ["main"]),
  type("stop", ["main"], []),
]);

/** "start:trigger start>ask ask.true>yes …": nodes are as they are first named, one below the other; all but these are code. */
export function drawn(text: string): Doc {
  const words = text.trim().split(/\s+/);
  const kinds = new Map(words.filter((word) => word.includes(":")).map((word) => word.split(":") as [string, string]));
  const edges = words.filter((word) => word.includes(">")).map(edgeOf);
  const ids = new Set([...words.filter((word) => !word.includes(">")).map((word) => word.split(":")[0] as string), ...edges.flatMap(({ source, target }) => [source, target])]);
  const nodes = [...ids].map((id, place) => node(id, { type: kinds.get(id) ?? (id.startsWith("start") ? "trigger" : "code"), position: { x: 0, y: place * 100 } }));
  return applyAll(EMPTY, [...nodes.map((one) => ({ type: "add_node", node: one }) as const), ...edges.map((edge) => ({ type: "connect_nodes", ...edge }) as const)]);
}

function edgeOf(word: string): DocEdge {
  const [from = "", to = ""] = word.split(">");
  const [source = "", source_port = "main"] = from.split(".");
  const [target = "", target_port = "main"] = to.split(".");
  return { source, source_port, target, target_port };
}

export function listOf(text: string): Listed {
  return listed(drawn(text), TYPES);
}

/** The list as text, for tests: two spaces for each level. */
export function told({ sequence: { rows } }: Pick<Listed, "sequence">): string[] {
  return rows.map((row) => "  ".repeat(row.level - 1) + said(row));
}

function said(row: Row): string {
  switch (row.kind) {
    case "step":
      return row.id;
    case "branch":
      return `${row.port}:`;
    case "link":
      return `${row.isBack ? "<-" : "->"} ${row.edge.target}`;
    case "end":
      return "end";
  }
}

/** Any graph at all: with cycles, several triggers, joins, ports that aren't there, nodes that hang on nothing. */
export function anyGraph(seed: number): Listed {
  const { whole, pick } = random(seed);
  const kinds = [...TYPES.keys()];
  const nodes = Array.from({ length: 1 + whole(14) }, (_, place) => node(`n${place}`, { type: pick(kinds), position: { x: whole(5) * 100, y: whole(5) * 100 } }));
  const edges = Array.from({ length: whole(nodes.length * 2) }, () => {
    const [source, target] = [pick(nodes), pick(nodes)];
    const { outputs = [] } = TYPES.get(source.type) ?? {};
    const { inputs = [] } = TYPES.get(target.type) ?? {};
    return { source: source.id, source_port: pick([...outputs, ...outputs, "gone"]), target: target.id, target_port: pick([...inputs, "main"]) };
  });
  return listed(applyAll(EMPTY, [...nodes.map((one) => ({ type: "add_node", node: one }) as const), ...edges.map((edge) => ({ type: "connect_nodes", ...edge }) as const)]), TYPES);
}

/** Such as somebody would draw: each edge leads on, and into a node that isn't a trigger. */
export function anyWorkflow(seed: number, { joins = true } = {}): Listed {
  const { whole, pick } = random(seed);
  const nodes = Array.from({ length: 3 + whole(12) }, (_, place) =>
    node(`n${place}`, { type: place === 0 ? "trigger" : pick(["code", "code", "code", "if", "loop", "trigger"]), position: { x: place * 250, y: whole(5) * 100 } }),
  );
  const edges = nodes.slice(1).flatMap((target, index) => {
    if (target.type === "trigger") return [];
    return Array.from({ length: pick(joins ? [1, 1, 1, 2] : [1]) }, () => {
      const source = pick(nodes.slice(Math.max(0, index - 2), index + 1));
      return { source: source.id, source_port: pick(TYPES.get(source.type)?.outputs ?? []), target: target.id, target_port: "main" };
    });
  });
  return listed(applyAll(EMPTY, [...nodes.map((one) => ({ type: "add_node", node: one }) as const), ...edges.map((edge) => ({ type: "connect_nodes", ...edge }) as const)]), TYPES);
}
