import type { NodeDefinition } from "@/api/workflows";

/** What people call a node: its name, or its id while it has none. */
export function nodeName(node: NodeDefinition): string {
  return node.name === undefined || node.name === null || node.name.trim() === "" ? node.id : node.name;
}
