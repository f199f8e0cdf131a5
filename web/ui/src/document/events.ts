import { apply } from "./apply";
import type { Command } from "./commands";
import type { Doc, DocEdge, DocNode, Json, Marked } from "./definition";

/** An event of a workflow, as a refused edit or the stream brings it. */
export interface WorkflowEvent {
  position: number;
  version: number;
  type: string;
  at: string;
  actor: string;
  /** The client's own name for edits that it sent together. */
  batch_id?: string | null;
  data: Json;
}

/** The workflow after what somebody did; events about anything but its definition leave it as it is. */
export function evolve(doc: Doc, event: WorkflowEvent): Doc {
  if (event.type === "workflow.notes_changed") return { ...doc, notes: event.data["notes"] as Marked[] };
  if (event.type === "workflow.groups_changed") return { ...doc, groups: event.data["groups"] as Marked[] };
  const command = asCommand(event);
  return command ? apply(doc, command) : doc;
}

/** The edit that does what the event says has happened. */
export function asCommand({ type, data }: Pick<WorkflowEvent, "type" | "data">): Command | null {
  const node_id = data["node_id"] as string;
  switch (type) {
    case "workflow.node_added":
      return { type: "add_node", node: addedNode(data) };
    case "workflow.node_configured":
      return { type: "configure_node", node_id, parameters: data["parameters"] as Json };
    case "workflow.node_settings_changed":
      return { type: "change_node_settings", node_id, settings: data["settings"] as Json };
    case "workflow.node_credentials_changed":
      return { type: "change_node_credentials", node_id, credentials: data["credentials"] as Record<string, string> };
    case "workflow.node_moved":
      return { type: "move_node", node_id, x: data["x"] as number, y: data["y"] as number };
    case "workflow.node_renamed":
      return { type: "rename_node", node_id, name: data["name"] as string };
    case "workflow.node_disabled":
      return { type: "disable_node", node_id };
    case "workflow.node_enabled":
      return { type: "enable_node", node_id };
    case "workflow.node_removed":
      return { type: "remove_node", node_id };
    case "workflow.node_pinned":
      return { type: "pin_node", node_id, items: data["items"] as unknown[] };
    case "workflow.node_unpinned":
      return { type: "unpin_node", node_id };
    default:
      return ofWhole(type, data);
  }
}

function ofWhole(type: string, data: Json): Command | null {
  switch (type) {
    case "workflow.nodes_connected":
      return { type: "connect_nodes", ...(data as unknown as DocEdge) };
    case "workflow.connection_removed":
      return { type: "remove_connection", ...(data as unknown as DocEdge) };
    case "workflow.settings_changed":
      return { type: "change_settings", settings: changedSettings(data) };
    case "workflow.note_added":
      return { type: "add_note", note: data["note"] as Marked };
    case "workflow.note_changed":
      return { type: "change_note", note: data["note"] as Marked };
    case "workflow.note_removed":
      return { type: "remove_note", note_id: data["note_id"] as string };
    case "workflow.group_added":
      return { type: "add_group", group: data["group"] as Marked };
    case "workflow.group_changed":
      return { type: "change_group", group: data["group"] as Marked };
    case "workflow.group_removed":
      return { type: "remove_group", group_id: data["group_id"] as string };
    case "workflow.renamed":
      return { type: "rename_workflow", name: data["name"] as string };
    case "workflow.described":
      return { type: "describe_workflow", description: data["description"] as string };
    default:
      return null;
  }
}

function addedNode({ node_id, ...rest }: Json): DocNode {
  return { id: node_id, ...rest } as unknown as DocNode;
}

function changedSettings(data: Json): Json {
  const now = data["settings"] as Json;
  return Object.fromEntries((data["changed"] as string[]).map((name) => [name, now[name] ?? null]));
}
