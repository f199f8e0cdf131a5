import { Search } from "lucide-react";
import { useMemo, useState } from "react";
import { isOver } from "@/api/executions";
import { VirtualRows } from "@/components/virtual-rows";
import { t } from "@/i18n/i18n";
import { clock, moment } from "@/lib/format";
import type { LogLine, LogStream } from "@/run/story";
import { useWatch } from "@/run/watch";

const ROW = 21;
const KINDS = ["stdout", "stderr", "system"] as const;

interface Props {
  nameOf: (nodeId: string) => string;
}

/** What the nodes printed up to the place on the tape. */
export function Logs({ nameOf }: Props) {
  const [node, setNode] = useState("");
  const [kind, setKind] = useState("");
  const [text, setText] = useState("");
  const lines = useWatch((watch) => watch.story.logs);
  const dropped = useWatch((watch) => watch.story.logsDropped);
  const tracks = useWatch((watch) => watch.head.tracks);
  const shown = useMemo(() => filtered(lines, node, kind, text), [lines, node, kind, text]);
  const isFiltered = shown.length < lines.length;
  return (
    <section aria-label={t("logs.title")} className="flex min-h-0 flex-col bg-card">
      <div className="flex h-9 shrink-0 items-center gap-2 border-b border-line px-3">
        <h2 className="text-sm font-semibold">{t("logs.title")}</h2>
        <span className="figures truncate text-xs text-faint" title={dropped > 0 ? t("logs.dropped", { count: dropped }) : undefined}>
          {isFiltered ? t("logs.some", { count: shown.length, of: lines.length }) : t("logs.count", { count: shown.length })}
          {dropped > 0 && ` (+${dropped})`}
        </span>
        <div className="ml-auto flex min-w-0 items-center gap-1.5">
          <span className="relative w-36 min-w-16 shrink">
            <Search size={13} className="absolute top-1/2 left-2 -translate-y-1/2 text-faint" aria-hidden />
            <input type="search" aria-label={t("logs.search")} placeholder={t("logs.search")} className="field h-7 w-full py-0 pr-1 pl-7 text-xs" value={text} onChange={(event) => setText(event.target.value)} />
          </span>
          <select aria-label={t("logs.node")} className="field h-7 w-28 px-1.5 py-0 text-xs" value={node} onChange={(event) => setNode(event.target.value)}>
            <option value="">{t("logs.allNodes")}</option>
            {[...tracks.keys()].map((id) => (
              <option key={id} value={id}>
                {nameOf(id)}
              </option>
            ))}
          </select>
          <select aria-label={t("logs.stream")} className="field h-7 w-24 px-1.5 py-0 text-xs" value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t("logs.allStreams")}</option>
            {KINDS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </div>
      </div>
      {shown.length === 0 ? (
        <NoLines filtered={isFiltered} />
      ) : (
        <VirtualRows
          label={t("logs.lines")}
          count={shown.length}
          rowHeight={ROW}
          className="min-h-0 flex-1 py-1 font-mono text-[13px] leading-[21px]"
          wide
          followEnd
          row={(index) => {
            const line = shown[index];
            return line && <Line line={line} name={nameOf(line.nodeId)} />;
          }}
        />
      )}
    </section>
  );
}

function filtered(lines: readonly LogLine[], node: string, kind: string, text: string): readonly LogLine[] {
  if (node === "" && kind === "" && text === "") return lines;
  const wanted = text.toLowerCase();
  return lines.filter((line) => (node === "" || line.nodeId === node) && (kind === "" || line.stream === kind) && line.line.toLowerCase().includes(wanted));
}

function NoLines({ filtered: isFiltered }: { filtered: boolean }) {
  const over = useWatch((watch) => isOver(watch.story.status));
  return <p className="px-3 py-4 text-sm text-faint">{t(isFiltered ? "logs.noMatch" : over ? "logs.nothing" : "logs.empty")}</p>;
}

const STREAMS: Record<LogStream, string> = { stdout: "", stderr: "text-bad", system: "text-wait italic" };

function Line({ line, name }: { line: LogLine; name: string }) {
  return (
    <div className="flex h-full gap-3 px-3 whitespace-pre hover:bg-sunk/60" data-log-line>
      <time className="figures shrink-0 text-faint" dateTime={new Date(line.at).toISOString()} title={moment(line.at)}>
        {clock(line.at)}
      </time>
      <span className="w-28 shrink-0 truncate text-soft">{name}</span>
      <span className={STREAMS[line.stream]}>
        {line.stream !== "stdout" && <span className="sr-only">{line.stream}: </span>}
        {visible(line.line)}
      </span>
    </div>
  );
}

const LONGEST = 2000;

/** Control characters are shown as pictures of themselves; a line of megabytes is cut. */
function visible(line: string): string {
  const cut = line.length > LONGEST ? `${line.slice(0, LONGEST)} … ${t("data.cut", { count: line.length - LONGEST })}` : line;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return cut.replace(/[\u0000-\u0008\u000a-\u001f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)));
}
