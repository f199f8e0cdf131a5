import { same } from "@/lib/same";
import type { Command } from "./commands";
import { type Doc, type DocEdge, type DocNode, edgeKey, type Json, type Marked } from "./definition";

/** The workflow after an edit; the very same object where the edit changes nothing or can't be made. */
export function apply(doc: Doc, command: Command): Doc {
  switch (command.type) {
    case "add_node":
      return doc.nodes.has(command.node.id) ? doc : { ...doc, nodes: put(doc.nodes, command.node.id, command.node) };
    case "configure_node":
      return changed(doc, command.node_id, "parameters", command.parameters);
    case "change_node_settings":
      return changed(doc, command.node_id, "settings", command.settings);
    case "change_node_credentials":
      return changed(doc, command.node_id, "credentials", command.credentials);
    case "move_node":
      return changed(doc, command.node_id, "position", { x: command.x, y: command.y });
    case "rename_node":
      return changed(doc, command.node_id, "name", command.name);
    case "disable_node":
      return changed(doc, command.node_id, "disabled", true);
    case "enable_node":
      return changed(doc, command.node_id, "disabled", false);
    case "remove_node":
      return doc.nodes.has(command.node_id) ? removed(doc, command.node_id) : doc;
    case "pin_node":
      return pinned(doc, command.node_id, command.items);
    case "unpin_node":
      return doc.pins.has(command.node_id) ? { ...doc, pins: without(doc.pins, command.node_id) } : doc;
    case "connect_nodes":
      return connected(doc, edgeOf(command));
    case "remove_connection":
      return disconnected(doc, edgeKey(edgeOf(command)));
    default:
      return applyToWhole(doc, command);
  }
}

export function applyAll(doc: Doc, commands: readonly Command[]): Doc {
  return commands.reduce(apply, doc);
}

export function edgeOf({ source, source_port, target, target_port }: DocEdge): DocEdge {
  return { source, source_port, target, target_port };
}

type Beside = Extract<Command, { type: `${"add" | "change" | "remove"}_${"note" | "group"}` }>;
type Whole = Extract<Command, { type: "change_settings" | `${"rename" | "describe"}_workflow` }>;

function applyToWhole(doc: Doc, command: Whole | Beside): Doc {
  switch (command.type) {
    case "add_note":
      return listed(doc, "notes", added(doc.notes, command.note));
    case "change_note":
      return listed(doc, "notes", exchanged(doc.notes, command.note));
    case "remove_note":
      return listed(doc, "notes", doc.notes.filter(({ id }) => id !== command.note_id));
    case "add_group":
      return listed(doc, "groups", added(doc.groups, command.group));
    case "change_group":
      return listed(doc, "groups", exchanged(doc.groups, command.group));
    case "remove_group":
      return listed(doc, "groups", doc.groups.filter(({ id }) => id !== command.group_id));
    case "change_settings":
      return replaced(doc, "settings", merged(doc.settings, command.settings));
    case "rename_workflow":
      return replaced(doc, "name", command.name);
    case "describe_workflow":
      return replaced(doc, "description", command.description);
  }
}

function replaced<K extends keyof Doc>(doc: Doc, key: K, value: Doc[K]): Doc {
  return same(doc[key], value) ? doc : { ...doc, [key]: value };
}

function listed(doc: Doc, key: "notes" | "groups", list: readonly Marked[]): Doc {
  const untouched = list === doc[key] || (list.length === doc[key].length && list.every((each, place) => each === doc[key][place]));
  return untouched ? doc : { ...doc, [key]: list };
}

function added(list: readonly Marked[], one: Marked): readonly Marked[] {
  return list.some(({ id }) => id === one.id) ? list : [...list, one];
}

function exchanged(list: readonly Marked[], one: Marked): readonly Marked[] {
  return list.map((each) => (each.id === one.id && !same(each, one) ? one : each));
}

/** Null takes a setting away. */
function merged(settings: Json, changes: Json): Json {
  return Object.fromEntries(Object.entries({ ...settings, ...changes }).filter(([, value]) => value !== null));
}

function changed<K extends keyof DocNode>(doc: Doc, nodeId: string, key: K, value: DocNode[K]): Doc {
  const node = doc.nodes.get(nodeId);
  if (!node || same(node[key], value)) return doc;
  return { ...doc, nodes: put(doc.nodes, nodeId, { ...node, [key]: value }) };
}

/** Its edges and pinned items go with it. */
function removed(doc: Doc, nodeId: string): Doc {
  return {
    ...doc,
    nodes: without(doc.nodes, nodeId),
    edges: new Map([...doc.edges].filter(([, edge]) => edge.source !== nodeId && edge.target !== nodeId)),
    pins: doc.pins.has(nodeId) ? without(doc.pins, nodeId) : doc.pins,
  };
}

function pinned(doc: Doc, nodeId: string, items: readonly unknown[]): Doc {
  if (!doc.nodes.has(nodeId) || same(doc.pins.get(nodeId), items)) return doc;
  return { ...doc, pins: put(doc.pins, nodeId, items) };
}

function connected(doc: Doc, edge: DocEdge): Doc {
  const key = edgeKey(edge);
  const possible = doc.nodes.has(edge.source) && doc.nodes.has(edge.target) && !doc.edges.has(key);
  return possible ? { ...doc, edges: put(doc.edges, key, edge) } : doc;
}

function disconnected(doc: Doc, key: string): Doc {
  return doc.edges.has(key) ? { ...doc, edges: without(doc.edges, key) } : doc;
}

function put<T>(map: ReadonlyMap<string, T>, key: string, value: T): ReadonlyMap<string, T> {
  return new Map(map).set(key, value);
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
