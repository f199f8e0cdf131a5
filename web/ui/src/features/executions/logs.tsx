import { useMemo } from "react";
import { isOver } from "@/api/executions";
import { t } from "@/i18n/i18n";
import { LogPanel } from "@/run/log-panel";
import { useWatch } from "@/run/watch";

/** What the nodes printed up to the place on the tape. */
export function Logs({ nameOf }: { nameOf: (nodeId: string) => string }) {
  const lines = useWatch((watch) => watch.story.logs);
  const dropped = useWatch((watch) => watch.story.logsDropped);
  const tracks = useWatch((watch) => watch.head.tracks);
  const over = useWatch((watch) => isOver(watch.story.status));
  const nodes = useMemo(() => [...tracks.keys()], [tracks]);
  return (
    <section aria-label={t("logs.title")} className="flex min-h-0 flex-col bg-card">
      <LogPanel lines={lines} dropped={dropped} nodes={nodes} nameOf={nameOf} nothing={t(over ? "logs.nothing" : "logs.empty")} />
    </section>
  );
}
