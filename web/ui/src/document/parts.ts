import { edgeOf } from "./apply";
import type { Command } from "./commands";
import { edgeKey } from "./definition";
import { asCommand, type WorkflowEvent } from "./events";

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
    case "add_note":
    case "change_note":
      return [`note ${command.note.id}`];
    case "remove_note":
      return [`note ${command.note_id}`];
    case "add_group":
    case "change_group":
      return [`group ${command.group.id}`];
    case "remove_group":
      return [`group ${command.group_id}`];
    case "rename_workflow":
      return ["name"];
    case "describe_workflow":
      return ["description"];
    default:
      return [`node ${command.node_id}`];
  }
}

/** The same of an event; others may have put all notes or groups into another order. */
export function changedBy(event: WorkflowEvent): string[] {
  const command = asCommand(event);
  if (command) return changes(command);
  return event.type in WHOLES ? [WHOLES[event.type as keyof typeof WHOLES]] : [];
}

const WHOLES = { "workflow.notes_changed": "notes", "workflow.groups_changed": "groups" } as const;

/** What must not have changed since the edit was thought of. */
export function touches(command: Command): string[] {
  if (command.type === "connect_nodes") return [...changes(command), `presence ${command.source}`, `presence ${command.target}`];
  if (command.type.endsWith("_note")) return [...changes(command), "notes"];
  if (command.type.endsWith("_group")) return [...changes(command), "groups"];
  return changes(command);
}
