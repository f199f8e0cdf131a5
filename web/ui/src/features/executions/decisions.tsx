import { useMemo } from "react";
import { asksOf } from "@/run/asks";
import { Asking } from "@/run/asking";
import { useWatch } from "@/run/watch";

/** What the execution waits for as it is now, to be decided. */
export function Decisions({ executionId }: { executionId: string }) {
  const live = useWatch((watch) => watch.place === null);
  const head = useWatch((watch) => watch.head);
  const asks = useMemo(() => asksOf(head), [head]);
  return live ? <Asking executionId={executionId} asks={asks} /> : null;
}
