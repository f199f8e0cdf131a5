import { type FitViewOptions, useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { useOpen } from "@/document/context";
import type { Doc } from "@/document/definition";
import { useDesk } from "@/editor/desk";
import { CARD_WIDTH } from "@/editor/geometry";
import { preferences } from "@/preferences/preferences";
import { useLive } from "@/run/live";

const MOVE = { duration: 250 };
const WHOLE = { padding: 0.2, maxZoom: 1 };
/** Of canvas around the beginning. */
const AROUND = { x: 1400, y: 450 };
const MANY = 100;
const MARGIN = 40;

/** What is seen when a workflow is opened: all of it, or of a large one its beginning, so that it can be read. */
export function firstView({ nodes, edges }: Doc): FitViewOptions {
  if (nodes.size <= MANY) return WHOLE;
  const led = new Set([...edges.values()].map(({ target }) => target));
  const all = [...nodes.values()];
  const { x, y } = (all.find(({ id }) => !led.has(id)) ?? all[0])?.position ?? { x: 0, y: 0 };
  const near = all.filter(({ position }) => Math.abs(position.x - x) < AROUND.x && Math.abs(position.y - y) < AROUND.y);
  return { ...WHOLE, nodes: near.map(({ id }) => ({ id })) };
}

/** When a run fails, its node comes into view. */
export function useFailureInView(): void {
  const { fitView, getZoom } = useReactFlow();
  const failed = useLive(({ story }) => (story.status === "failed" ? (story.error?.nodeId ?? null) : null));
  const isOpen = useDesk((desk) => desk.open !== null);
  useEffect(() => {
    if (failed === null || isOpen) return;
    const zoom = Math.max(0.6, Math.min(1, getZoom()));
    void fitView({ nodes: [{ id: failed }], maxZoom: zoom, minZoom: zoom, ...MOVE });
  }, [failed, isOpen, fitView, getZoom]);
}

/** A node whose panel opens isn't left behind the panel. */
export function useOpenInView(box: HTMLElement | null): void {
  const open = useOpen();
  const { flowToScreenPosition, getViewport, setViewport } = useReactFlow();
  const nodeId = useDesk((desk) => desk.open);
  useEffect(() => {
    const node = open.doc.nodes.get(nodeId ?? "");
    if (!box || !node) return;
    const { left, right, top, bottom } = box.getBoundingClientRect();
    const viewport = getViewport();
    const from = flowToScreenPosition(node.position);
    const width = CARD_WIDTH * viewport.zoom;
    const edge = Math.max(left + width + 2 * MARGIN, right - preferences().panelWidth);
    const x = shift(from.x, width, left + MARGIN, edge - MARGIN);
    const y = shift(from.y, width / 3, top + MARGIN, bottom - MARGIN);
    if (x !== 0 || y !== 0) void setViewport({ ...viewport, x: viewport.x + x, y: viewport.y + y }, MOVE);
  }, [nodeId, box, open, flowToScreenPosition, getViewport, setViewport]);
}

/** How far something has to move to lie within. */
function shift(at: number, length: number, from: number, to: number): number {
  if (at + length > to) return to - at - length;
  return at < from ? from - at : 0;
}
