import type { Version } from "@/api/versions";
import { t } from "@/i18n/i18n";

const SAID = ["node_added", "node_removed", "node_configured", "node_renamed", "node_moved"] as const;
const CONNECTIONS = ["nodes_connected", "connection_removed"];
/** They are said elsewhere, or say nothing about the workflow's contents. */
const SILENT = ["created", "version_published", "version_restored", "edits_undone", "edits_redone"];

/** "2 nodes added, 3 connections": what the edits of a version did. */
export function toldChanges({ changes, from_version }: Version): string {
  const parts = [...(from_version === 1 ? [t("change.created")] : []), ...listed(changes)];
  return sentence(parts);
}

/** The same of any edits. */
export function inWords(changes: Readonly<Record<string, number>>): string {
  return sentence(listed(changes));
}

function listed(changes: Readonly<Record<string, number>>): string[] {
  const counts = new Map(Object.entries(changes).map(([type, count]) => [type.replace("workflow.", ""), count]));
  const sum = (types: readonly string[]) => types.reduce((total, type) => total + (counts.get(type) ?? 0), 0);
  const known = new Set([...SAID, ...CONNECTIONS, ...SILENT]);
  const other = [...counts].filter(([type]) => !known.has(type)).reduce((total, [, count]) => total + count, 0);
  return [
    ...SAID.flatMap((type) => (sum([type]) > 0 ? [t(`change.${type}`, { count: sum([type]) })] : [])),
    ...(sum(CONNECTIONS) > 0 ? [t("change.connection", { count: sum(CONNECTIONS) })] : []),
    ...(other > 0 ? [t("change.other", { count: other })] : []),
  ];
}

function sentence(parts: readonly string[]): string {
  const told = parts.join(", ");
  return told.charAt(0).toUpperCase() + told.slice(1);
}
