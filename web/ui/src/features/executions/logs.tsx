import { useId, useMemo, useState } from "react";
import { isOver } from "@/api/executions";
import type { Definition } from "@/api/workflows";
import { VirtualRows } from "@/components/virtual-rows";
import { nodeName } from "@/graph/names";
import { clock, counted } from "@/lib/format";
import type { LogLine, LogStream } from "@/run/story";
import { useWatch } from "@/run/watch";

const ROW = 21;

export function Logs({ definition }: { definition: Definition | undefined }) {
  const [onlyNode, setOnlyNode] = useState("");
  const choice = useId();
  const lines = useWatch((watch) => watch.story.logs);
  const dropped = useWatch((watch) => watch.story.logsDropped);
  const names = useNames(definition);
  const shown = useMemo(() => (onlyNode === "" ? lines : lines.filter((line) => line.nodeId === onlyNode)), [lines, onlyNode]);
  return (
    <section aria-label="Logs" className="panel overflow-hidden">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3.5 py-1.5">
        <h2 className="text-sm font-semibold">Logs</h2>
        <span className="figures text-sm text-faint">
          {counted(shown.length, "line")}
          {dropped > 0 && `, the ${counted(dropped, "line")} before them are not kept here`}
        </span>
        <div className="ml-auto flex items-center gap-2 text-sm">
          <label htmlFor={choice} className="text-faint">
            Node
          </label>
          <select id={choice} className="field h-8 w-44 py-0" value={onlyNode} onChange={(event) => setOnlyNode(event.target.value)}>
            <option value="">All</option>
            {[...names].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </div>
      {shown.length === 0 ? (
        <NoLines />
      ) : (
        <VirtualRows
          label="Log lines"
          count={shown.length}
          rowHeight={ROW}
          className="h-64 py-1 font-mono text-[13px] leading-[21px]"
          wide
          followEnd
          row={(index) => <Line line={shown[index] as LogLine} names={names} />}
        />
      )}
    </section>
  );
}

function useNames(definition: Definition | undefined): ReadonlyMap<string, string> {
  const tracks = useWatch((watch) => watch.story.tracks);
  return useMemo(() => {
    const names = new Map((definition?.nodes ?? []).map((node) => [node.id, nodeName(node)]));
    for (const track of tracks.values()) names.set(track.nodeId, names.get(track.nodeId) ?? track.name);
    return names;
  }, [definition, tracks]);
}

function NoLines() {
  const over = useWatch((watch) => isOver(watch.story.status));
  return (
    <p className="px-3.5 py-6 text-sm text-faint">
      {over ? "Nothing was written." : "Nothing yet."} What code prints appears here while it runs.
    </p>
  );
}

const STREAMS: Record<LogStream, string> = { stdout: "", stderr: "text-bad", system: "text-wait italic" };

function Line({ line, names }: { line: LogLine; names: ReadonlyMap<string, string> }) {
  return (
    <div className="flex h-full gap-4 px-3.5 whitespace-pre hover:bg-sunk/60" data-log-line>
      <time className="figures shrink-0 text-faint" dateTime={new Date(line.at).toISOString()}>
        {clock(line.at)}
      </time>
      <span className="w-36 shrink-0 truncate text-soft">{names.get(line.nodeId) ?? line.nodeId}</span>
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
  const cut = line.length > LONGEST ? `${line.slice(0, LONGEST)} … ${line.length - LONGEST} characters more` : line;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return cut.replace(/[\u0000-\u0008\u000a-\u001f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)));
}
