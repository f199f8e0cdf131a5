import {
  ArrowLeft,
  Box,
  Circle,
  Code,
  Globe,
  Hourglass,
  type LucideIcon,
  Merge,
  OctagonX,
  Pencil,
  PhoneIncoming,
  Play,
  Repeat,
  Reply,
  Route,
  Siren,
  Split,
  Webhook,
  Workflow,
} from "lucide-react";
import { createElement } from "react";

/** By the names that node types give; one we don't know is a plain box. */
const ICONS = new Map<string, LucideIcon>([
  ["arrow-left", ArrowLeft],
  ["circle", Circle],
  ["code", Code],
  ["globe", Globe],
  ["hourglass", Hourglass],
  ["merge", Merge],
  ["octagon-x", OctagonX],
  ["pencil", Pencil],
  ["phone-incoming", PhoneIncoming],
  ["play", Play],
  ["repeat", Repeat],
  ["reply", Reply],
  ["route", Route],
  ["siren", Siren],
  ["split", Split],
  ["webhook", Webhook],
  ["workflow", Workflow],
]);

export function NodeIcon({ name, size = 17 }: { name: string | undefined; size?: number }) {
  return createElement(ICONS.get(name ?? "") ?? Box, { size, "aria-hidden": true });
}
