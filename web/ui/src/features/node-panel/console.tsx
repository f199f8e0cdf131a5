import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { nodeLogQuery } from "@/api/executions";
import { VirtualRows } from "@/components/virtual-rows";
import { t } from "@/i18n/i18n";
import { clock } from "@/lib/format";
import { useLive } from "@/run/live";
import type { LogStream } from "@/run/story";
import type { FormContext } from "./form-context";

interface Line {
  at: number;
  stream: LogStream;
  line: string;
}

const LOOKS: Record<LogStream, string> = { stdout: "", stderr: "text-bad", system: "text-wait italic" };
const LONGEST = 2000;

/** What the node printed in the run that is shown, while it does; before any, in the workflow's last one. */
export function Console({ place, className }: { place: NonNullable<FormContext["place"]>; className: string }) {
  const lines = useLines(place);
  return (
    <section aria-label={t("console.title")} className={`flex flex-col overflow-hidden rounded-[7px] border border-line bg-sunk/50 ${className}`}>
      <h3 className="flex items-baseline justify-between border-b border-line px-2.5 py-1 text-xs font-medium text-soft">
        {t("console.title")}
        <span className="figures font-normal text-faint">{t("logs.count", { count: lines.length })}</span>
      </h3>
      {lines.length === 0 ? (
        <p className="px-2.5 py-2 text-xs text-faint">{t("console.empty")}</p>
      ) : (
        <VirtualRows
          label={t("logs.lines")}
          count={lines.length}
          rowHeight={19}
          wide
          followEnd
          className="min-h-0 flex-1 py-1 font-mono text-xs leading-[19px]"
          row={(index) => {
            const line = lines[index];
            return line && <Row line={line} />;
          }}
        />
      )}
    </section>
  );
}

function useLines({ nodeId, executionId }: NonNullable<FormContext["place"]>): readonly Line[] {
  const watched = useLive((live) => live.executionId !== null);
  const logs = useLive((live) => live.story.logs);
  const past = useQuery({ ...nodeLogQuery(executionId ?? "", nodeId), enabled: !watched && executionId !== null });
  return useMemo(() => {
    if (watched) return logs.filter((line) => line.nodeId === nodeId);
    return (past.data?.items ?? []).map(({ at, stream, line }) => ({ at: Date.parse(at), stream, line }));
  }, [watched, logs, past.data, nodeId]);
}

function Row({ line: { at, stream, line } }: { line: Line }) {
  return (
    <div className="flex gap-3 px-2.5 whitespace-pre" data-console-line>
      <time className="figures shrink-0 text-faint">{clock(at)}</time>
      <span className={LOOKS[stream]}>
        {stream !== "stdout" && <span className="sr-only">{stream}: </span>}
        {line.slice(0, LONGEST)}
      </span>
    </div>
  );
}
