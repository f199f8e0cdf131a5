import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { useLive } from "@/run/live";

/** When a run fails, its node comes into view. */
export function useFailureInView(): void {
  const { fitView, getZoom } = useReactFlow();
  const failed = useLive(({ story }) => (story.status === "failed" ? (story.error?.nodeId ?? null) : null));
  useEffect(() => {
    if (failed !== null) void fitView({ nodes: [{ id: failed }], maxZoom: Math.max(getZoom(), 0.6), minZoom: Math.min(getZoom(), 1), duration: 300 });
  }, [failed, fitView, getZoom]);
}
