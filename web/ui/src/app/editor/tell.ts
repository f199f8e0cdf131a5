import { stringifyExact } from "@/api/exact-json";
import type { Command } from "@/document/commands";
import type { Doc } from "@/document/definition";
import { membersOf } from "@/editor/compose";
import { nameIn } from "@/graph/names";
import { t } from "@/i18n/i18n";

/** An edit in words, for people who have to decide about it. */
export function told(command: Command, doc: Doc): string {
  return `${t(`command.${command.type}`)}: ${whatOf(command, doc)}`;
}

function whatOf(command: Command, doc: Doc): string {
  const name = (id: string) => nameIn(doc, id);
  switch (command.type) {
    case "add_node":
      return command.node.name;
    case "rename_node":
      return `${name(command.node_id)} → ${command.name}`;
    case "configure_node":
      return `${name(command.node_id)}\n${stringifyExact(command.parameters, "  ")}`;
    case "change_node_settings":
      return `${name(command.node_id)}\n${stringifyExact(command.settings, "  ")}`;
    case "move_node":
      return `${name(command.node_id)} → ${Math.round(command.x)}, ${Math.round(command.y)}`;
    case "connect_nodes":
    case "remove_connection":
      return `${name(command.source)} → ${name(command.target)}`;
    case "rename_workflow":
      return command.name;
    case "describe_workflow":
      return command.description;
    case "change_settings":
      return stringifyExact(command.settings, "  ");
    case "add_note":
    case "change_note":
      return textOf(command.note["text"]);
    case "remove_note":
      return textOf(doc.notes.find(({ id }) => id === command.note_id)?.["text"]);
    case "add_group":
    case "change_group":
      return textOf(command.group["title"]) + membersOf(command.group).map((id) => `\n${name(id)}`).join("");
    case "remove_group":
      return textOf(doc.groups.find(({ id }) => id === command.group_id)?.["title"]);
    default:
      return name(command.node_id);
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
