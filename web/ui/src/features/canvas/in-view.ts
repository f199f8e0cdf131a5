import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { useOpen } from "@/document/context";
import { useDesk } from "@/editor/desk";
import { CARD_WIDTH } from "@/editor/geometry";
import { preferences } from "@/preferences/preferences";
import { useLive } from "@/run/live";

const MOVE = { duration: 250 };
const MARGIN = 40;

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
