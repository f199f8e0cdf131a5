import ELK, { type ElkNode } from "elkjs/lib/elk-api";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import type { Command } from "@/document/commands";
import type { Doc, Point } from "@/document/definition";
import { move } from "@/editor/compose";
import { cardSize, snapped } from "@/editor/geometry";
import type { Ports } from "@/editor/ports";

/** Commands that lay the nodes out from left to right; their top left corner stays where it is. Computed in a worker. */
export async function laidOut(doc: Doc, ids: readonly string[], portsOf: (id: string) => Ports): Promise<Command[]> {
  const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });
  try {
    const { children = [] } = await elk.layout(graphOf(doc, ids, portsOf));
    return movesTo(doc, new Map(children.map(({ id, x = 0, y = 0 }) => [id, { x, y }])));
  } finally {
    elk.terminateWorker();
  }
}

function graphOf(doc: Doc, ids: readonly string[], portsOf: (id: string) => Ports): ElkNode {
  const inside = new Set(ids);
  const edges = [...doc.edges].filter(([, { source, target }]) => inside.has(source) && inside.has(target));
  return {
    id: "all",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.layered.spacing.nodeNodeBetweenLayers": "80",
      "elk.spacing.nodeNode": "40",
      "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
    },
    children: ids.map((id) => elkNode(id, portsOf(id))),
    edges: edges.map(([key, edge]) => ({
      id: key,
      sources: [portId(edge.source, "out", edge.source_port)],
      targets: [portId(edge.target, "in", edge.target_port)],
    })),
  };
}

function elkNode(id: string, ports: Ports): ElkNode {
  const side = (names: readonly string[], way: "in" | "out") =>
    names.map((name, place) => ({
      id: portId(id, way, name),
      layoutOptions: {
        "elk.port.side": way === "in" ? "WEST" : "EAST",
        // ELK counts clockwise: down on the right, up on the left.
        "elk.port.index": String(way === "out" ? place : names.length - place),
      },
    }));
  return {
    id,
    ...cardSize(ports),
    layoutOptions: { "elk.portConstraints": "FIXED_ORDER" },
    ports: [...side(ports.inputs, "in"), ...side(ports.outputs, "out")],
  };
}

function portId(node: string, way: "in" | "out", port: string): string {
  return JSON.stringify([node, way, port]);
}

function movesTo(doc: Doc, places: ReadonlyMap<string, Point>): Command[] {
  const now = [...places.keys()].flatMap((id) => doc.nodes.get(id)?.position ?? []);
  const corner = snapped({ x: Math.min(...now.map(({ x }) => x)), y: Math.min(...now.map(({ y }) => y)) });
  return [...places].map(([id, { x, y }]) => {
    const to = snapped({ x, y });
    return move({ id }, { x: corner.x + to.x, y: corner.y + to.y });
  });
}
