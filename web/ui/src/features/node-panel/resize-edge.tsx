import { useRef } from "react";
import { t } from "@/i18n/i18n";

const [LEAST, MOST, STEP] = [320, 900, 24];

/** The left edge of a panel that stands at the right: dragged, or moved with arrow keys. */
export function ResizeEdge({ width, onResize }: { width: number; onResize: (width: number) => void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const set = (wished: number) => onResize(Math.max(LEAST, Math.min(MOST, wished)));
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t("panel.resize")}
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      className="absolute inset-y-0 left-0 z-10 w-1.5 cursor-col-resize hover:bg-run/40 focus-visible:bg-run"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (from.current) set(from.current.width + from.current.x - event.clientX);
      }}
      onPointerUp={() => (from.current = null)}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") set(width + STEP);
        if (event.key === "ArrowRight") set(width - STEP);
      }}
    />
  );
}
