import type { DocEdge, DocNode, Json, Marked } from "./definition";

/** Single edits, as `POST /api/workflows/{id}/commands` takes them. */
export type Command =
  | { type: "add_node"; node: DocNode }
  | { type: "configure_node"; node_id: string; parameters: Json }
  | { type: "change_node_settings"; node_id: string; settings: Json }
  | { type: "change_node_credentials"; node_id: string; credentials: Record<string, string> }
  | { type: "move_node"; node_id: string; x: number; y: number }
  | { type: "rename_node"; node_id: string; name: string }
  | { type: "disable_node"; node_id: string }
  | { type: "enable_node"; node_id: string }
  | { type: "remove_node"; node_id: string }
  | { type: "pin_node"; node_id: string; items: readonly unknown[] }
  | { type: "unpin_node"; node_id: string }
  | ({ type: "connect_nodes" } & DocEdge)
  | ({ type: "remove_connection" } & DocEdge)
  | { type: "change_settings"; settings: Json }
  | { type: "add_note" | "change_note"; note: Marked }
  | { type: "remove_note"; note_id: string }
  | { type: "add_group" | "change_group"; group: Marked }
  | { type: "remove_group"; group_id: string }
  | { type: "rename_workflow"; name: string }
  | { type: "describe_workflow"; description: string };

export type CommandType = Command["type"];

/** Of two edits of the same thing one after the other, whether the later alone says all. */
export function replaces(later: Command, earlier: Command): boolean {
  switch (later.type) {
    case "configure_node":
    case "change_node_settings":
    case "change_node_credentials":
    case "move_node":
    case "rename_node":
    case "pin_node":
      return earlier.type === later.type && earlier.node_id === later.node_id;
    case "change_note":
      return earlier.type === later.type && earlier.note.id === later.note.id;
    case "change_group":
      return earlier.type === later.type && earlier.group.id === later.group.id;
    case "rename_workflow":
    case "describe_workflow":
      return earlier.type === later.type;
    default:
      return false;
  }
}

/** The list with one more edit at its end, which may take the place of the last one. */
export function appended(commands: readonly Command[], command: Command): Command[] {
  const last = commands.at(-1);
  return [...(last && replaces(command, last) ? commands.slice(0, -1) : commands), command];
}
