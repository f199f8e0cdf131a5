import type { CountedPorts, NodeTypeInfo, PortRule } from "@/api/node-types";
import type { Doc, DocNode, Json } from "@/document/definition";

export interface Ports {
  inputs: readonly string[];
  outputs: readonly string[];
}

/** The ports of a node as it is set up. */
export function portsOf(node: DocNode, type: NodeTypeInfo | undefined): Ports {
  const inputs = inputsOf(node, type);
  const outputs = outputsOf(node, type);
  return { inputs, outputs: node.settings["on_error"] === "port" ? [...outputs, "error"] : outputs };
}

/** With those that edges lead to though the node doesn't have them any more, so that the edges can be seen and mended. */
export function withUsed(ports: Ports, nodeId: string, doc: Pick<Doc, "edges">): Ports {
  const used = { inputs: new Set(ports.inputs), outputs: new Set(ports.outputs) };
  for (const edge of doc.edges.values()) {
    if (edge.source === nodeId) used.outputs.add(edge.source_port);
    if (edge.target === nodeId) used.inputs.add(edge.target_port);
  }
  return { inputs: [...used.inputs], outputs: [...used.outputs] };
}

function inputsOf(node: DocNode, type: NodeTypeInfo | undefined): readonly string[] {
  const rules = type?.port_rules.inputs ?? [];
  return type && rules.length > 0 ? portsBy(rules, complete(node, type)) : (type?.inputs ?? ["main"]);
}

function outputsOf(node: DocNode, type: NodeTypeInfo | undefined): readonly string[] {
  const rules = type?.port_rules.outputs ?? [];
  return type && rules.length > 0 ? portsBy(rules, complete(node, type)) : (type?.outputs ?? ["main"]);
}

/** The ports of all rules that apply. `parameters`: with defaults; they may be wrong. */
export function portsBy(rules: readonly PortRule[], parameters: Json): string[] {
  return rules.filter(({ when }) => applies(when, parameters)).flatMap((rule) => ("ports" in rule ? rule.ports : counted(rule, parameters)));
}

function applies(when: PortRule["when"], parameters: Json): boolean {
  return Object.entries(when).every(([name, values]) => values.includes(parameters[name]));
}

function counted({ count, prefix, first, least, most }: CountedPorts, parameters: Json): string[] {
  const number = Math.min(Math.max(numberOf(parameters[count]), least), most);
  return Array.from({ length: number }, (_, place) => `${prefix}${first + place}`);
}

function numberOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (typeof value === "bigint") return Number(value);
  return Number.isInteger(value) ? (value as number) : 0;
}

function complete(node: DocNode, { schema }: NodeTypeInfo): Json {
  const defaults = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, field.default] as const);
  return { ...Object.fromEntries(defaults), ...node.parameters };
}
