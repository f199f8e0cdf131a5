import { VirtualRows } from "@/components/virtual-rows";
import { useOpenState } from "@/document/context";
import { t } from "@/i18n/i18n";
import { clock, moment } from "@/lib/format";
import { usePreferences } from "@/preferences/preferences";
import { useLive } from "@/run/live";
import type { LogLine } from "@/run/story";

/** What the nodes of the run that is shown print, while they do. */
export function LogDrawer() {
  const shown = usePreferences((preferences) => preferences.logs);
  return shown ? <Lines /> : null;
}

function Lines() {
  const lines = useLive((live) => live.story.logs);
  const nodes = useOpenState(({ doc }) => doc.nodes);
  return (
    <section aria-label={t("logs.title")} className="h-52 shrink-0 border-t border-line bg-card">
      {lines.length === 0 ? (
        <p className="px-4 py-3 text-sm text-faint">{t("logs.empty")}</p>
      ) : (
        <VirtualRows
          label={t("logs.lines")}
          count={lines.length}
          rowHeight={20}
          wide
          followEnd
          className="h-full py-1.5 font-mono text-xs leading-5"
          row={(index) => {
            const line = lines[index] as LogLine;
            return <Line line={line} name={nodes.get(line.nodeId)?.name ?? line.nodeId} />;
          }}
        />
      )}
    </section>
  );
}

function Line({ line, name }: { line: LogLine; name: string }) {
  return (
    <div className="flex gap-4 px-4 whitespace-pre">
      <time className="figures shrink-0 text-faint" title={moment(line.at)}>{clock(line.at)}</time>
      <span className="w-32 shrink-0 truncate text-soft">{name}</span>
      <span className={line.stream === "stdout" ? "" : line.stream === "stderr" ? "text-bad" : "text-wait"}>{line.line.slice(0, 2000)}</span>
    </div>
  );
}
