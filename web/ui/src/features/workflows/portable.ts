import { parseExact, stringifyExact } from "@/api/exact-json";
import type { PortableWorkflow } from "@/api/workflow-list";
import type { Definition, Workflow } from "@/api/workflows";

/** What travels of a workflow; what belongs to this installation stays. */
export function portable({ name, description, tags, folder, definition }: Workflow): PortableWorkflow {
  return { name, description, tags, folder, definition };
}

/** Canonical JSON: the same workflow gives the same text, and a small change a small difference. */
export function exported(workflows: readonly PortableWorkflow[]): string {
  const [only] = workflows;
  return `${stringifyExact(sorted(workflows.length === 1 ? only : { workflows }), "  ")}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}

/** The workflows in a text: an export of one or many, a list, or a definition alone. SyntaxError where it isn't JSON. */
export function imported(text: string, nameless: string): PortableWorkflow[] {
  return found(parseExact(text), nameless);
}

function found(value: unknown, nameless: string): PortableWorkflow[] {
  if (Array.isArray(value)) return value.flatMap((entry) => found(entry, nameless));
  if (!isObject(value)) return [];
  if (Array.isArray(value["workflows"])) return found(value["workflows"], nameless);
  if (isDefinition(value["definition"])) return [complete(value, value["definition"], nameless)];
  return isDefinition(value) ? [{ name: nameless, definition: partsOf(value) }] : [];
}

function complete(value: Record<string, unknown>, definition: Definition, nameless: string): PortableWorkflow {
  const { name, description, tags, folder } = value;
  return {
    name: typeof name === "string" && name.trim() !== "" ? name : nameless,
    description: typeof description === "string" ? description : "",
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
    folder: typeof folder === "string" && folder !== "" ? folder : null,
    definition,
  };
}

const PARTS = ["nodes", "edges", "settings", "notes", "groups", "pins"] as const;

/** What was copied from a canvas has more beside it. */
function partsOf(definition: Definition): Definition {
  return Object.fromEntries(PARTS.flatMap((part) => (definition[part] === undefined ? [] : [[part, definition[part]]]))) as unknown as Definition;
}

function isDefinition(value: unknown): value is Definition {
  return isObject(value) && Array.isArray(value["nodes"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
