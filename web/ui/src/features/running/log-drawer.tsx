import { useMemo } from "react";
import { useOpenState } from "@/document/context";
import { t } from "@/i18n/i18n";
import { usePreferences } from "@/preferences/preferences";
import { useLive } from "@/run/live";
import { LogPanel } from "@/run/log-panel";

/** What the nodes of the run that is shown print, while they do. */
export function LogDrawer() {
  const shown = usePreferences((preferences) => preferences.logs);
  return shown ? <Drawer /> : null;
}

function Drawer() {
  const { logs, logsDropped, tracks } = useLive((live) => live.story);
  const names = useOpenState(({ doc }) => doc.nodes);
  const nodes = useMemo(() => [...tracks.keys()], [tracks]);
  return (
    <section aria-label={t("logs.title")} className="flex h-52 shrink-0 flex-col border-t border-line bg-card">
      <LogPanel lines={logs} dropped={logsDropped} nodes={nodes} nameOf={(id) => names.get(id)?.name ?? tracks.get(id)?.name ?? id} nothing={t("logs.empty")} />
    </section>
  );
}
