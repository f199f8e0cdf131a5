import { useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { type PointerEvent, useMemo } from "react";
import { useOpenState } from "@/document/context";
import { bounds, type Box, CARD_WIDTH } from "@/editor/geometry";
import { t } from "@/i18n/i18n";

const SIZE = { width: 168, height: 112 };
const CARD = { width: CARD_WIDTH, height: 60 };
const MARGIN = 120;

/** The whole workflow in small, and what of it is in view. Drawn as one path, so that it costs the same for any number of nodes. */
export function Overview() {
  const nodes = useOpenState(({ doc }) => doc.nodes);
  const view = useView();
  const flow = useReactFlow();
  const store = useStoreApi();
  const { all, path } = useMemo(() => {
    const boxes = [...nodes.values()].map(({ position }) => ({ ...position, ...CARD }));
    return { all: bounds(boxes), path: boxes.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join("") };
  }, [nodes]);
  if (!all) return null;
  const shown = framed(bounds([all, view]) ?? all);
  const look = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const scale = shown.width / SIZE.width;
    const { zoom } = flow.getViewport();
    const { width, height } = store.getState();
    const [x, y] = [shown.x + (event.clientX - left) * scale, shown.y + (event.clientY - top) * scale];
    void flow.setViewport({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom });
  };
  return (
    <svg
      role="img"
      aria-label={t("view.minimap")}
      className="overview"
      {...SIZE}
      viewBox={`${shown.x} ${shown.y} ${shown.width} ${shown.height}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        look(event);
      }}
      onPointerMove={look}
    >
      <path d={path} fill="var(--edge)" />
      <rect {...view} rx={shown.width / 60} fill="var(--run)" fillOpacity={0.08} stroke="var(--run)" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** What is in view, on the canvas. */
function useView(): Box {
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** With some room around, in the proportions of the map. */
function framed({ x, y, width, height }: Box): Box {
  const scale = Math.max((width + 2 * MARGIN) / SIZE.width, (height + 2 * MARGIN) / SIZE.height);
  const [wide, high] = [SIZE.width * scale, SIZE.height * scale];
  return { x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high };
}
