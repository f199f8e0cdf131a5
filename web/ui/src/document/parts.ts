import { edgeOf } from "./apply";
import type { Command } from "./commands";
import { edgeKey } from "./definition";

/** What an edit changes, as names that can be compared; the server draws the same lines. */
export function changes(command: Command): string[] {
  switch (command.type) {
    case "add_node":
      return [`node ${command.node.id}`, `presence ${command.node.id}`];
    case "remove_node":
      return [`node ${command.node_id}`, `presence ${command.node_id}`];
    case "connect_nodes":
    case "remove_connection":
      return [`edge ${edgeKey(edgeOf(command))}`];
    case "change_settings":
      return Object.keys(command.settings).map((name) => `setting ${name}`);
    case "change_notes":
      return ["notes"];
    case "change_groups":
      return ["groups"];
    case "rename_workflow":
      return ["name"];
    case "describe_workflow":
      return ["description"];
    default:
      return [`node ${command.node_id}`];
  }
}

/** What must not have changed since the edit was thought of. */
export function touches(command: Command): string[] {
  if (command.type !== "connect_nodes") return changes(command);
  return [...changes(command), `presence ${command.source}`, `presence ${command.target}`];
}
