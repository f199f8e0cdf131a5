import type { NodeTypeInfo } from "@/api/node-types";
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

/** Types whose ports hang on their parameters; the server has the same rules and the last word. */
const INPUTS: Record<string, (parameters: Json) => string[]> = {
  "flow.merge": ({ inputs }) => numbered(whole(inputs, 2), (place) => `input${place + 1}`),
};

const OUTPUTS: Record<string, (parameters: Json) => string[]> = {
  "flow.switch": ({ mode = "rules", rules, outputs, fallback }) => {
    const count = mode === "rules" ? (Array.isArray(rules) ? rules.length : 0) : whole(outputs, 4);
    return [...numbered(Math.min(count, 50), String), ...(fallback === true ? ["fallback"] : [])];
  },
  "flow.wait": ({ mode }) => (mode === "approval" ? ["approved", "rejected"] : ["main"]),
};

function inputsOf(node: DocNode, type: NodeTypeInfo | undefined): readonly string[] {
  return INPUTS[node.type]?.(node.parameters) ?? type?.inputs ?? ["main"];
}

function outputsOf(node: DocNode, type: NodeTypeInfo | undefined): readonly string[] {
  return OUTPUTS[node.type]?.(node.parameters) ?? type?.outputs ?? ["main"];
}

function whole(value: unknown, usual: number): number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? Math.min(value, 50) : usual;
}

function numbered(count: number, name: (place: number) => string): string[] {
  return Array.from({ length: count }, (_, place) => name(place));
}
