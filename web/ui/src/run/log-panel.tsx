import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { VirtualRows } from "@/components/virtual-rows";
import { t } from "@/i18n/i18n";
import { clock, moment } from "@/lib/format";
import { LogFind } from "./log-find";
import { hitBeside, hitsIn, narrowed, pieces } from "./log-search";
import type { LogLine, LogStream } from "./story";

const ROW = 21;
const STREAMS = ["stdout", "stderr", "system"] as const;

interface Props {
  lines: readonly LogLine[];
  /** Earlier lines that are not kept. */
  dropped: number;
  /** Nodes that may have written. */
  nodes: readonly string[];
  nameOf: (nodeId: string) => string;
  /** Said where nothing was written. */
  nothing: ReactNode;
}

/** What nodes printed: it stays at its end unless somebody scrolls up, and is narrowed and searched. */
export function LogPanel({ lines, dropped, nodes, nameOf, nothing }: Props) {
  const [node, setNode] = useState("");
  const [stream, setStream] = useState("");
  const [text, setText] = useState("");
  const [onlyHits, setOnlyHits] = useState(false);
  /** The number of the line that is the present hit. */
  const [hit, setHit] = useState<number | null>(null);
  const wanted = useDeferredValue(text);
  const some = useMemo(() => narrowed(lines, { node, stream }), [lines, node, stream]);
  const hits = useMemo(() => hitsIn(some, wanted), [some, wanted]);
  const shown = useMemo(() => (onlyHits && wanted !== "" ? hits.map((place) => some[place] as LogLine) : some), [some, hits, onlyHits, wanted]);
  const place = useMemo(() => (hit === null ? -1 : shown.findIndex(({ number }) => number === hit)), [shown, hit]);
  const nth = hit === null ? -1 : hits.findIndex((at) => some[at]?.number === hit);
  return (
    <>
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-1">
        <h2 className="text-sm font-semibold">{t("logs.title")}</h2>
        <span className="figures truncate text-xs text-faint" title={dropped > 0 ? t("logs.dropped", { count: dropped }) : undefined}>
          {shown.length < lines.length ? t("logs.some", { count: shown.length, of: lines.length }) : t("logs.count", { count: shown.length })}
          {dropped > 0 && ` (+${dropped})`}
        </span>
        <div className="ml-auto flex min-w-0 flex-wrap items-center gap-1.5">
          <LogFind
            text={text}
            onText={(typed) => {
              setText(typed);
              setHit(null);
            }}
            nth={nth}
            hits={hits.length}
            onStep={(step) => setHit((from) => hitBeside(some, hits, from, step))}
            onlyHits={onlyHits}
            onOnlyHits={setOnlyHits}
          />
          <Choice label={t("logs.node")} value={node} onChange={setNode} all={t("logs.allNodes")} options={nodes.map((id) => [id, nameOf(id)])} />
          <Choice label={t("logs.stream")} value={stream} onChange={setStream} all={t("logs.allStreams")} options={STREAMS.map((name) => [name, name])} />
        </div>
      </div>
      {shown.length === 0 ? (
        <p className="px-3 py-4 text-sm text-faint">{lines.length === 0 ? nothing : t("logs.noMatch")}</p>
      ) : (
        <VirtualRows
          label={t("logs.lines")}
          count={shown.length}
          rowHeight={ROW}
          className="min-h-0 flex-1 py-1 font-mono text-[13px] leading-[21px]"
          wide
          followEnd
          show={place < 0 ? null : place}
          row={(index) => {
            const line = shown[index];
            return line && <Line line={line} name={nameOf(line.nodeId)} text={wanted} current={line.number === hit} />;
          }}
        />
      )}
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  all: string;
  options: readonly (readonly [value: string, name: string])[];
}

function Choice({ label, value, onChange, all, options }: ChoiceProps) {
  return (
    <select aria-label={label} className="field h-7 w-28 px-1.5 py-0 text-xs" value={value} onChange={({ target }) => onChange(target.value)}>
      <option value="">{all}</option>
      {options.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

const LOOKS: Record<LogStream, string> = { stdout: "", stderr: "text-bad", system: "text-wait italic" };

function Line({ line, name, text, current }: { line: LogLine; name: string; text: string; current: boolean }) {
  return (
    <div className={`flex h-full gap-3 px-3 whitespace-pre ${current ? "bg-tape/15" : "hover:bg-sunk/60"}`} data-log-line data-current={current || undefined}>
      <time className="figures shrink-0 text-faint" dateTime={new Date(line.at).toISOString()} title={moment(line.at)}>
        {clock(line.at)}
      </time>
      <span className="w-28 shrink-0 truncate text-soft">{name}</span>
      <span className={LOOKS[line.stream]}>
        {line.stream !== "stdout" && <span className="sr-only">{line.stream}: </span>}
        {pieces(visible(line.line), text).map((piece, place) => (place % 2 === 1 ? <mark key={place}>{piece}</mark> : piece))}
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
