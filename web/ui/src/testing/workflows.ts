import { applyAll } from "@/document/apply";
import type { Command, CommandType } from "@/document/commands";
import { type Doc, type DocNode, docOf } from "@/document/definition";
import { random } from "./random";

export const EMPTY: Doc = docOf({ name: "W", description: "", definition: { nodes: [] } });

export function node(id: string, more: Partial<DocNode> = {}): DocNode {
  return { id, type: "code", name: id, position: { x: 0, y: 0 }, parameters: {}, settings: {}, disabled: false, credentials: {}, ...more };
}

export const add = (id: string): Command => ({ type: "add_node", node: node(id) });
export const connect = (source: string, target: string, source_port = "main"): Command => ({
  type: "connect_nodes",
  source,
  source_port,
  target,
  target_port: "main",
});

const IDS = ["a", "b", "c", "d", "constructor"];

/** One edit of each kind that there is, with random content. */
export function anyCommands(seed: number): Record<CommandType, Command> {
  const { whole, pick } = random(seed);
  const node_id = pick(IDS);
  const value = () => pick<unknown>([1, null, "x", { y: [whole(3)] }, [], 12345678901234567890n, "__proto__"]);
  const edge = { source: pick(IDS), source_port: pick(["main", "true"]), target: pick(IDS), target_port: "main" };
  return {
    add_node: { type: "add_node", node: node(node_id, { parameters: { p: value() }, disabled: whole(2) === 1 }) },
    configure_node: { type: "configure_node", node_id, parameters: { p: value(), [pick(["q", "r"])]: value() } },
    change_node_settings: { type: "change_node_settings", node_id, settings: whole(2) === 1 ? { timeout_s: whole(3) } : {} },
    change_node_credentials: { type: "change_node_credentials", node_id, credentials: { key: pick(IDS) } },
    move_node: { type: "move_node", node_id, x: whole(3), y: whole(3) },
    rename_node: { type: "rename_node", node_id, name: pick(["N", "M"]) },
    disable_node: { type: "disable_node", node_id },
    enable_node: { type: "enable_node", node_id },
    remove_node: { type: "remove_node", node_id },
    pin_node: { type: "pin_node", node_id, items: [{ json: { v: value() } }] },
    unpin_node: { type: "unpin_node", node_id },
    connect_nodes: { type: "connect_nodes", ...edge },
    remove_connection: { type: "remove_connection", ...edge },
    change_settings: { type: "change_settings", settings: { [pick(["order", "timezone"])]: pick([null, "x", "y"]) } },
    add_note: { type: "add_note", note: { id: pick(IDS), text: pick(IDS) } },
    change_note: { type: "change_note", note: { id: pick(IDS), text: pick(IDS) } },
    remove_note: { type: "remove_note", note_id: pick(IDS) },
    add_group: { type: "add_group", group: { id: pick(IDS), nodes: [pick(IDS)] } },
    change_group: { type: "change_group", group: { id: pick(IDS), nodes: [pick(IDS)] } },
    remove_group: { type: "remove_group", group_id: pick(IDS) },
    rename_workflow: { type: "rename_workflow", name: pick(["W", "V"]) },
    describe_workflow: { type: "describe_workflow", description: pick(["", "d"]) },
  };
}

/** A workflow that many random edits have been made to. */
export function anyDoc(seed: number): Doc {
  const { whole, pick } = random(seed);
  const kinds = Object.keys(anyCommands(0)).filter((kind) => kind !== "remove_node") as CommandType[];
  return applyAll(EMPTY, Array.from({ length: 200 }, () => anyCommands(whole(1e9))[pick(kinds)]));
}

/** As a value that compares regardless of the order of nodes and edges. */
export function unordered(doc: Doc): unknown {
  const sorted = (map: ReadonlyMap<string, unknown>) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));
  const byId = (list: Doc["notes"]) => sorted(new Map(list.map((each) => [each.id, each])));
  return { ...doc, nodes: sorted(doc.nodes), edges: sorted(doc.edges), pins: sorted(doc.pins), notes: byId(doc.notes), groups: byId(doc.groups) };
}
