import type { NodeTypeInfo } from "@/api/node-types";
import type { OpenWorkflow } from "@/document/open";
import { desk, openNode, useDesk } from "@/editor/desk";
import { focusNode } from "@/editor/focus";
import { added, type Listed, listed } from "@/graph/sequence/edits";
import { endOf, type Row } from "@/graph/sequence/rows";
import { afterRow, type Slot } from "@/graph/sequence/slots";
import type { Shown } from "./use-list";

/** Choose a type for a new step after this row; without a row, at the end. */
export function pickAfter({ list }: Pick<Shown, "list">, row: Row | undefined): void {
  const slot = slotAfter(list, row);
  const box = row && document.querySelector(`[data-row="${CSS.escape(row.key)}"]`)?.getBoundingClientRect();
  const screen = box ? { x: box.left + 90, y: box.bottom + 20 } : { x: innerWidth / 2 - 144, y: innerHeight / 2 - 100 };
  pick(slot, screen);
}

export function pick(slot: Slot | null, screen: { x: number; y: number }): void {
  if (desk().picking === null) useDesk.setState({ picking: { screen, at: { x: 0, y: 0 }, end: null, edge: null, ...(slot ? { slot } : {}) } });
}

/** The place after a row: after a node that only has branches, the beginning of the first. */
export function slotAfter({ wiring, sequence: { rows, placeOf } }: Listed, row: Row | undefined): Slot | null {
  const last = rows.findLast(({ kind }) => kind === "step");
  const start = row ?? last;
  if (!start) return null;
  if (start.kind === "link") {
    const { source, source_port: port } = start.edge;
    const isOneOfSeveral = (wiring.get(source)?.outs.get(port)?.length ?? 0) > 1;
    return { kind: "after", node: source, port, edge: isOneOfSeveral ? start.edge : null };
  }
  if (start.kind === "end") return { kind: "after", node: start.id, port: start.port, edge: null };
  const index = start.kind === "step" ? (placeOf.get(start.id) ?? 0) : rows.indexOf(start);
  const inside = rows.slice(index, endOf(rows, index)).flatMap((one, offset) => afterRow(wiring, one, index + offset, rows));
  return afterRow(wiring, start, index, rows)[0]?.slot ?? inside[0]?.slot ?? null;
}

/** A new step after the one that is chosen, or at the end; what starts the workflow stands alone. */
export function addToList(open: OpenWorkflow, types: Parameters<typeof listed>[1], type: NodeTypeInfo): void {
  const list = listed(open.doc, types);
  const [chosen] = desk().chosen;
  const row = chosen === undefined ? undefined : list.sequence.rows[list.sequence.placeOf.get(chosen) ?? -1];
  const { node, commands } = added(list, type, type.inputs.length === 0 ? null : slotAfter(list, row));
  open.edit("edit.addNode", commands);
  openNode(node.id);
  focusNode(node.id);
}
