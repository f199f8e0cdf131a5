import type { NodeDefinition } from "@/api/workflows";
import type { Doc, DocEdge } from "@/document/definition";
import { type PlainKey, t } from "@/i18n/i18n";

/** What people call a node: its name, or its id while it has none. */
export function nodeName(node: NodeDefinition): string {
  return node.name === undefined || node.name === null || node.name.trim() === "" ? node.id : node.name;
}

/** What people call the node of an id. */
export function nameIn({ nodes }: Doc, id: string): string {
  return nodes.get(id)?.name ?? id;
}

/** A connection by what it joins, for those who hear the page. */
export function linkName(doc: Doc, { source, target }: DocEdge): string {
  return `${nameIn(doc, source)} → ${nameIn(doc, target)}`;
}

const PORTS = ["main", "true", "false", "loop", "done", "back", "approved", "rejected", "fallback", "error"] as const;

/** What people call a port; those of node types that others wrote have only the one name. */
export function portName(port: string): string {
  const known = PORTS.find((name) => name === port);
  if (known !== undefined) return t(`port.${known}` satisfies PlainKey);
  const number = /^input(\d+)$/.exec(port)?.[1];
  return number === undefined ? port : t("port.input", { number });
}
