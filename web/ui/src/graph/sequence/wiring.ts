import type { NodeTypes } from "@/api/node-types";
import type { Doc, DocEdge } from "@/document/definition";
import { portsOf } from "@/editor/ports";

/** A node among its edges. */
export interface Wired {
  id: string;
  isTrigger: boolean;
  inputs: readonly string[];
  /** By port, in the order of the ports; those that edges leave by though the node hasn't got them come last. */
  outs: ReadonlyMap<string, readonly DocEdge[]>;
  ins: readonly DocEdge[];
  /** The port by which a list goes on after the node; the others are branches. Null: there are only branches, or no ports. */
  onward: string | null;
}

/** By id, in the order of the workflow. */
export type Wiring = ReadonlyMap<string, Wired>;

/** Of several ports, the one that what comes after the node hangs on. */
const ONWARD = ["main", "done"];

export function wiringOf(doc: Pick<Doc, "nodes" | "edges">, types: NodeTypes | undefined): Wiring {
  const [outs, ins] = [new Map<string, DocEdge[]>(), new Map<string, DocEdge[]>()];
  for (const edge of doc.edges.values()) {
    if (!doc.nodes.has(edge.source) || !doc.nodes.has(edge.target)) continue;
    listed(outs, edge.source, edge);
    listed(ins, edge.target, edge);
  }
  const height = (edge: DocEdge) => doc.nodes.get(edge.target)?.position ?? { x: 0, y: 0 };
  const wired = [...doc.nodes.values()].map((node): [string, Wired] => {
    const { inputs, outputs } = portsOf(node, types?.get(node.type));
    const byPort = new Map<string, DocEdge[]>(outputs.map((port) => [port, []]));
    for (const edge of outs.get(node.id) ?? []) listed(byPort, edge.source_port, edge);
    for (const edges of byPort.values()) edges.sort((one, other) => height(one).y - height(other).y || height(one).x - height(other).x);
    return [node.id, { id: node.id, isTrigger: inputs.length === 0, inputs, outs: byPort, ins: ins.get(node.id) ?? [], onward: onwardOf([...byPort.keys()]) }];
  });
  return new Map(wired);
}

function onwardOf(ports: readonly string[]): string | null {
  if (ports.length === 1) return ports[0] ?? null;
  return ONWARD.find((port) => ports.includes(port)) ?? null;
}

function listed(lists: Map<string, DocEdge[]>, key: string, edge: DocEdge): void {
  const list = lists.get(key);
  if (list) list.push(edge);
  else lists.set(key, [edge]);
}

/** The first way out: the port that goes on, else the first branch. */
export function wayOut({ onward, outs }: Wired): string | null {
  return onward ?? [...outs.keys()][0] ?? null;
}
