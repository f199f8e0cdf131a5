import type { Group, Json, Note } from "@/document/definition";
import { type Box, bounds } from "./geometry";

/** Backgrounds of notes, by their colour. */
export const NOTE_LOOKS = { yellow: "bg-note-yellow", green: "bg-note-green", blue: "bg-note-blue", red: "bg-note-red" } as const;

export function noteLook(colour: string): string {
  const looks: Readonly<Record<string, string | undefined>> = NOTE_LOOKS;
  return looks[colour] ?? NOTE_LOOKS.yellow;
}

const FRAME = { side: 20, top: 44, bottom: 20 };

/** What a group's frame takes up around its nodes; null where none of them is there. */
export function frameOf(group: Group, boxes: ReadonlyMap<string, Box>): Box | null {
  const all = bounds(group.nodes.flatMap((id) => boxes.get(id) ?? []));
  if (!all) return null;
  return { x: all.x - FRAME.side, y: all.y - FRAME.top, width: all.width + 2 * FRAME.side, height: all.height + FRAME.top + FRAME.bottom };
}

/** Notes and groups are free objects to the server: what is missing gets a usual value. */
export function asNote(raw: Json): Note {
  const number = (name: string, usual: number) => (typeof raw[name] === "number" ? raw[name] : usual);
  const text = (name: string, usual: string) => (typeof raw[name] === "string" ? raw[name] : usual);
  return {
    id: text("id", `note ${number("x", 0)} ${number("y", 0)}`),
    x: number("x", 0),
    y: number("y", 0),
    width: number("width", 240),
    height: number("height", 140),
    text: text("text", ""),
    colour: text("colour", "yellow"),
  };
}

export function asGroup(raw: Json): Group {
  const nodes = Array.isArray(raw["nodes"]) ? raw["nodes"].filter((id) => typeof id === "string") : [];
  return { id: String(raw["id"]), title: typeof raw["title"] === "string" ? raw["title"] : "", nodes };
}
