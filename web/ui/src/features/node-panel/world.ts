import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Item, originQuery, outputQuery } from "@/api/executions";
import type { NodeTypes } from "@/api/node-types";
import { nodeTypesQuery } from "@/api/node-types";
import { Problem } from "@/api/problem";
import { useOpen, useOpenState } from "@/document/context";
import type { Doc, DocNode } from "@/document/definition";
import type { OpenWorkflow } from "@/document/open";
import { portsOf } from "@/editor/ports";
import type { Known } from "@/expressions/completion";
import { executionSeen } from "@/expressions/execution-seen";
import { portTowards } from "@/graph/towards";
import { NotThere, type Surroundings } from "@/expressions/preview";
import { t } from "@/i18n/i18n";
import { useLive } from "@/run/live";
import { hasOutput, lastRun, lastRunOut } from "@/run/story";
import { MOST_ITEMS, type Source, useItems, useSample } from "./data";
import { useInput } from "./node-data";

/** What expressions of a node see, as of the run that is shown. */
export interface World {
  around: Surroundings;
  known: () => Known;
  /** How many items there are to preview with; null where only the server knows. */
  total: number | null;
}

export function useWorld(workflowId: string, node: DocNode, executionId: string | null): World {
  const open = useOpen();
  const queries = useQueryClient();
  const source = useInput(node.id);
  const { offset, index, run } = useSample();
  const shown = useItems(executionId, source, offset);
  const name = useOpenState(({ doc }) => doc.name);
  const pins = useOpenState(({ doc }) => doc.pins);
  const timezone = useOpenState(({ doc }) => timezoneOf(doc));
  const waits = useOpenState(({ doc }) => JSON.stringify(waitsIn(doc)));
  const status = useLive((live) => live.story.status);
  const item = shown.items[index] ?? shown.items[0] ?? null;
  const { id } = node;
  const key = JSON.stringify(source);
  return useMemo(() => {
    const outputs = new Outputs(open, queries, executionId, id);
    const from = JSON.parse(key) as Source | null;
    return {
      around: {
        item,
        index: offset + (shown.items[index] ? index : 0),
        wholeInput: () => (from ? outputs.of(from, MOST_ITEMS) : Promise.resolve([])),
        outputOf: (other) => outputs.named(other, MOST_ITEMS),
        cameFrom: (other) => outputs.origin(from, offset + index, other),
        execution: executionSeen(executionId ?? "", JSON.parse(waits) as string[]),
        workflow: { id: workflowId, name },
        runIndex: run ?? 0,
        timezone,
      },
      known: () => ({ item, timezone, nodes: outputs.samples(earlier(open.doc, id)), waiting: waitsIn(open.doc) }),
      total: shown.total ?? (shown.more ? null : offset + shown.items.length),
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what other nodes put out changes with the run and the pins
  }, [open, queries, executionId, key, item, offset, index, run, name, timezone, pins, waits, status, workflowId, id, shown.total, shown.items, shown.more]);
}

/** As the server has it: UTC where the workflow names none. */
function timezoneOf({ settings }: Doc): string {
  return typeof settings.timezone === "string" && settings.timezone !== "" ? settings.timezone : "UTC";
}

/** Names of the nodes that `$execution.links` has links for. */
function waitsIn({ nodes }: Doc): string[] {
  return [...nodes.values()].flatMap(({ type, name }) => (type === "flow.wait" ? [name] : []));
}

/** Nodes that run before this one, those closest to it first. */
export function earlier(doc: Doc, nodeId: string): DocNode[] {
  const found = new Set<string>();
  let next = [nodeId];
  while (next.length > 0) {
    const sources = [...doc.edges.values()].filter(({ target }) => next.includes(target)).map(({ source }) => source);
    next = [...new Set(sources)].filter((id) => !found.has(id));
    for (const id of next) found.add(id);
  }
  return [...found].flatMap((id) => (id === nodeId ? [] : (doc.nodes.get(id) ?? [])));
}

/** What nodes put out in the run that is shown, or what is pinned to them. */
class Outputs {
  constructor(
    private readonly open: OpenWorkflow,
    private readonly queries: QueryClient,
    private readonly executionId: string | null,
    /** The node that looks at them. */
    private readonly readerId: string,
  ) {}

  samples(nodes: readonly DocNode[]): Known["nodes"] {
    return new Map(nodes.map(({ name }) => [name, () => this.first(name)]));
  }

  /** Of the node's last run, by the port that leads here; null: there are more than `most`. Throws `NotThere`. */
  async named(name: string, most: number): Promise<readonly Item[] | null> {
    const node = this.node(name);
    const ports = this.ports(node);
    const towards = portTowards(this.open.doc.edges, node.id, this.readerId);
    for (const port of towards === null ? ports : [towards]) {
      const items = await this.of({ nodeId: node.id, port, runIndex: null }, most);
      if (!items || items.length > 0) return items;
    }
    return [];
  }

  /** Of an item that left the source: the named node's one that it came from, or why there is none. */
  async origin(source: Source | null, item: number, name: string): Promise<Item | string> {
    const node = this.node(name);
    this.ports(node);
    if (!source || this.executionId === null) throw new NotThere(t("preview.notRun", { name }));
    const place = { executionId: this.executionId, nodeId: source.nodeId, port: source.port, runIndex: this.run(source), item, of: node.id };
    try {
      return (await this.queries.query({ ...originQuery(place), retry: false })).value ?? t("preview.notRun", { name });
    } catch (error) {
      if (error instanceof Problem && error.code === "no_lineage") return error.message;
      throw error;
    }
  }

  async of({ nodeId, port, runIndex }: Source, most: number): Promise<readonly Item[] | null> {
    const pinned = this.open.doc.pins.get(nodeId) as readonly Item[] | undefined;
    if (pinned) return pinned;
    const place = { executionId: this.executionId ?? "", nodeId, port, runIndex: this.run({ nodeId, port, runIndex }), offset: 0, limit: most };
    const page = await this.queries.query({ ...outputQuery(place), retry: false });
    return page.next_cursor == null ? page.items : null;
  }

  private async first(name: string): Promise<Item | null> {
    const items = await this.named(name, MOST_ITEMS).catch(() => []);
    return items?.[0] ?? null;
  }

  private node(name: string): DocNode {
    const node = [...this.open.doc.nodes.values()].find((one) => one.name === name);
    if (!node) throw new NotThere(t("preview.noNode", { name }));
    return node;
  }

  private run({ nodeId, port, runIndex }: Source): number | "last" {
    return runIndex ?? lastRunOut(this.track(nodeId), port)?.runIndex ?? "last";
  }

  private ports(node: DocNode): readonly string[] {
    if (this.open.doc.pins.has(node.id)) return ["main"];
    const missing = new NotThere(t("preview.notRun", { name: node.name }));
    if (this.executionId === null) throw missing;
    if (useLive.getState().executionId === null) return portsOf(node, this.queries.getQueryData<NodeTypes>(nodeTypesQuery.queryKey)?.get(node.type)).outputs;
    const run = lastRun(this.track(node.id));
    if (!hasOutput(run)) throw missing;
    return [...run.itemsOut.keys()].slice(0, 1);
  }

  private track(nodeId: string) {
    return useLive.getState().story.tracks.get(nodeId);
  }
}
