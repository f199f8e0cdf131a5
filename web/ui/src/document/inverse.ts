import { apply, edgeOf } from "./apply";
import type { Command } from "./commands";
import type { Doc, DocNode, Json } from "./definition";

/** What takes the edit back once it is made; nothing where it would change nothing. Only the order of things may differ then. */
export function inverse(doc: Doc, command: Command): Command[] {
  if (apply(doc, command) === doc) return [];
  switch (command.type) {
    case "add_node":
      return [{ type: "remove_node", node_id: command.node.id }];
    case "remove_node":
      return restored(doc, doc.nodes.get(command.node_id) as DocNode);
    case "connect_nodes":
      return [{ type: "remove_connection", ...edgeOf(command) }];
    case "remove_connection":
      return [{ type: "connect_nodes", ...edgeOf(command) }];
    case "pin_node":
    case "unpin_node":
      return [pinsAgain(doc, command.node_id)];
    case "change_settings":
      return [{ type: "change_settings", settings: former(doc.settings, command.settings) }];
    case "add_note":
      return [{ type: "remove_note", note_id: command.note.id }];
    case "change_note":
      return doc.notes.filter(({ id }) => id === command.note.id).map((note) => ({ type: "change_note", note }));
    case "remove_note":
      return doc.notes.filter(({ id }) => id === command.note_id).map((note) => ({ type: "add_note", note }));
    case "add_group":
      return [{ type: "remove_group", group_id: command.group.id }];
    case "change_group":
      return doc.groups.filter(({ id }) => id === command.group.id).map((group) => ({ type: "change_group", group }));
    case "remove_group":
      return doc.groups.filter(({ id }) => id === command.group_id).map((group) => ({ type: "add_group", group }));
    case "rename_workflow":
      return [{ type: "rename_workflow", name: doc.name }];
    case "describe_workflow":
      return [{ type: "describe_workflow", description: doc.description }];
    default:
      return [nodeAsBefore(command, doc.nodes.get(command.node_id) as DocNode)];
  }
}

/** What takes several edits back, the last one first. */
export function inverseAll(doc: Doc, commands: readonly Command[]): Command[] {
  const back: Command[][] = [];
  for (const command of commands) {
    back.push(inverse(doc, command));
    doc = apply(doc, command);
  }
  return back.reverse().flat();
}

type OfNode = Extract<
  Command,
  { type: `${"configure" | "move" | "rename" | "disable" | "enable"}_node` | `change_node_${"settings" | "credentials"}` }
>;

function nodeAsBefore({ type, node_id }: OfNode, node: DocNode): Command {
  switch (type) {
    case "configure_node":
      return { type, node_id, parameters: node.parameters };
    case "change_node_settings":
      return { type, node_id, settings: node.settings };
    case "change_node_credentials":
      return { type, node_id, credentials: node.credentials };
    case "move_node":
      return { type, node_id, ...node.position };
    case "rename_node":
      return { type, node_id, name: node.name };
    case "disable_node":
      return { type: "enable_node", node_id };
    case "enable_node":
      return { type: "disable_node", node_id };
  }
}

function restored(doc: Doc, node: DocNode): Command[] {
  const edges = [...doc.edges.values()].filter(({ source, target }) => source === node.id || target === node.id);
  return [
    { type: "add_node", node },
    ...edges.map((edge) => ({ type: "connect_nodes", ...edge }) as const),
    ...(doc.pins.has(node.id) ? [pinsAgain(doc, node.id)] : []),
  ];
}

function pinsAgain(doc: Doc, node_id: string): Command {
  const items = doc.pins.get(node_id);
  return items ? { type: "pin_node", node_id, items } : { type: "unpin_node", node_id };
}

function former(settings: Json, changes: Json): Json {
  return Object.fromEntries(Object.keys(changes).map((name) => [name, Object.hasOwn(settings, name) ? settings[name] : null]));
}
