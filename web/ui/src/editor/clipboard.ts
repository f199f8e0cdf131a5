import { parseExact, stringifyExact } from "@/api/exact-json";
import { completeEdge, completeNode, type DocNode, type Json, type Marked } from "@/document/definition";
import type { Definition } from "@/api/workflows";
import type { Piece } from "./compose";

/** A piece of a workflow as text: a definition, so that it can be pasted into files and be sent to the API as well. */
export function written({ nodes, edges, notes }: Piece): string {
  return stringifyExact({ nodes, edges, ...(notes.length > 0 ? { notes } : {}) }, "  ");
}

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What text from the clipboard holds; null where it is no piece of a workflow. Whatever is not as it should be is left out. */
export function read(text: string): Piece | null {
  const value = parsed(text);
  const raw = isObject(value) && isObject(value["definition"]) ? value["definition"] : value;
  if (!isObject(raw) || !Array.isArray(raw["nodes"])) return null;
  const nodes = raw["nodes"].flatMap(nodeOf);
  const ids = new Set(nodes.map(({ id }) => id));
  if (nodes.length !== raw["nodes"].length || ids.size !== nodes.length) return null;
  const edges = listOf(raw["edges"]).flatMap((edge) =>
    typeof edge["source"] === "string" && typeof edge["target"] === "string" && ids.has(edge["source"]) && ids.has(edge["target"])
      ? [completeEdge(edge as unknown as Required<Definition>["edges"][number])]
      : [],
  );
  const notes = listOf(raw["notes"])
    .filter((note) => typeof note["x"] === "number" && typeof note["y"] === "number")
    .map((note, place): Marked => ({ ...note, id: typeof note["id"] === "string" ? note["id"] : `note-${place}` }));
  return nodes.length + notes.length === 0 ? null : { nodes, edges, notes };
}

function nodeOf(value: unknown): DocNode[] {
  if (!isObject(value)) return [];
  const { id, type, name, position, parameters, settings, disabled, credentials } = value;
  const right =
    typeof id === "string" &&
    ID.test(id) &&
    typeof type === "string" &&
    (name === undefined || typeof name === "string") &&
    [position, parameters, settings, credentials].every((part) => part === undefined || isObject(part)) &&
    (position === undefined || (isObject(position) && Number.isFinite(position["x"]) && Number.isFinite(position["y"]))) &&
    (disabled === undefined || typeof disabled === "boolean");
  return right ? [completeNode(value as unknown as DocNode)] : [];
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return null;
  }
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
