import { useQuery } from "@tanstack/react-query";
import { create } from "zustand";
import { type Item, outputQuery } from "@/api/executions";
import { getJson } from "@/api/client";
import type { Page } from "@/api/page";
import { useOpenState } from "@/document/context";
import { hasOutput, lastRunOut } from "@/run/story";
import { useLive } from "@/run/live";

export const PAGE_SIZE = 25;
/** As many items as the server puts out at once; output of more is not edited here. */
export const MOST_ITEMS = 1000;

/** Where items left: a port of one run of a node. `runIndex` null means the last run that put some out there. */
export interface Source {
  nodeId: string;
  port: string;
  runIndex: number | null;
}

export interface Shown {
  items: readonly Item[];
  /** There are items after these. */
  more: boolean;
  /** Of all pages; null where only the server knows. */
  total: number | null;
  pinned: boolean;
  loading: boolean;
  error: Error | null;
  /** Nothing has run yet. */
  nothing: boolean;
}

/** Which input is looked at, and which of its items expressions are previewed for. */
export interface Sample {
  /** Of the node's incoming ones, by their order. */
  edge: number;
  /** Null: the last run. */
  run: number | null;
  /** Where the page begins, and the item's place on it. */
  offset: number;
  index: number;
}

const FIRST: Sample = { edge: 0, run: null, offset: 0, index: 0 };

export const useSample = create<Sample>(() => FIRST);

export function forgetSample(): void {
  useSample.setState(FIRST);
}

/** The run on the canvas, else the workflow's newest. */
export function useExecutionId(workflowId: string): string | null {
  const watched = useLive((live) => live.executionId);
  const newest = useQuery({
    queryKey: ["executions", "newest", workflowId],
    queryFn: ({ signal }) => getJson<Page<{ id: string }>>(`/api/executions?limit=1&workflow_id=${encodeURIComponent(workflowId)}`, signal),
    enabled: watched === null,
  });
  return watched ?? newest.data?.items[0]?.id ?? null;
}

export function useItems(executionId: string | null, source: Source | null, offset: number, limit = PAGE_SIZE): Shown {
  const pins = useOpenState(({ doc }) => (source ? doc.pins.get(source.nodeId) : undefined)) as readonly Item[] | undefined;
  const track = useLive((live) => (source ? live.story.tracks.get(source.nodeId) : undefined));
  const watched = useLive((live) => live.executionId !== null);
  const run = source?.runIndex == null ? lastRunOut(track, source?.port ?? "main") : track?.runs.findLast(({ runIndex }) => runIndex === source.runIndex);
  const ready = pins === undefined && executionId !== null && source !== null && (!watched || hasOutput(run));
  const place = {
    executionId: executionId ?? "",
    nodeId: source?.nodeId ?? "",
    runIndex: run?.runIndex ?? source?.runIndex ?? ("last" as const),
    port: source?.port ?? "main",
    offset,
    limit,
  };
  const query = useQuery({ ...outputQuery(place), enabled: ready, retry: false });
  if (pins) return { items: pins.slice(offset, offset + limit), more: pins.length > offset + limit, total: pins.length, pinned: true, loading: false, error: null, nothing: false };
  return {
    items: query.data?.items ?? [],
    more: query.data?.next_cursor != null,
    total: run?.itemsOut.get(place.port) ?? null,
    pinned: false,
    loading: ready && query.isPending,
    error: query.error,
    nothing: !ready,
  };
}
