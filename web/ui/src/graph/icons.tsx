import { Box, Circle, Code, Globe, type LucideIcon, Pencil, Play, Reply, Split, Webhook } from "lucide-react";
import { createElement } from "react";

/** By the names that node types give; one we don't know is a plain box. */
const ICONS = new Map<string, LucideIcon>([
  ["circle", Circle],
  ["code", Code],
  ["globe", Globe],
  ["pencil", Pencil],
  ["play", Play],
  ["reply", Reply],
  ["split", Split],
  ["webhook", Webhook],
]);

export function NodeIcon({ name, size = 17 }: { name: string | undefined; size?: number }) {
  return createElement(ICONS.get(name ?? "") ?? Box, { size, "aria-hidden": true });
}
