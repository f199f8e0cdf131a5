import { type ReactNode, useState } from "react";
import type { Item } from "@/api/executions";
import { parseExact, stringifyExact } from "@/api/exact-json";
import { Button } from "@/components/button";
import { useOpen, useOpenState } from "@/document/context";
import type { DocEdge, DocNode } from "@/document/definition";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";
import { useLive } from "@/run/live";
import { type Source, useItems } from "./data";
import { DataPane } from "./data-pane";

interface Props {
  node: DocNode;
  executionId: string | null;
}

/** Edges into the node, as one string that stays the same while they do. */
function useIncoming(nodeId: string): DocEdge[] {
  const edges = useOpenState(({ doc }) => doc.edges);
  return [...edges.values()].filter(({ target }) => target === nodeId);
}

/** Where the node's first input comes from. */
export function useFirstInput(nodeId: string): Source | null {
  const edge = useIncoming(nodeId)[0];
  return edge ? { nodeId: edge.source, port: edge.source_port, runIndex: null } : null;
}

export function InputData({ node, executionId }: Props) {
  const edges = useIncoming(node.id);
  const nodes = useOpenState(({ doc }) => doc.nodes);
  const [chosen, choose] = useState(0);
  const [run, setRun] = useState<number | null>(null);
  const edge = edges[chosen] ?? edges[0];
  const source = edge ? { nodeId: edge.source, port: edge.source_port, runIndex: run } : null;
  return (
    <DataPane
      key={`${source?.nodeId} ${source?.port} ${run} ${executionId}`}
      title={t("data.input")}
      executionId={executionId}
      source={source}
      input
      choices={
        <>
          {edges.length > 1 && (
            <Pick label={t("data.from")} value={chosen} onChange={choose} options={edges.map(({ source: from, source_port }) => `${nodes.get(from)?.name ?? from} · ${source_port}`)} />
          )}
          {source && <RunPick nodeId={source.nodeId} value={run} onChange={setRun} />}
        </>
      }
    />
  );
}

interface OutputProps extends Props {
  ports: readonly string[];
}

export function OutputData({ node, executionId, ports }: OutputProps) {
  const [chosen, choose] = useState(0);
  const [run, setRun] = useState<number | null>(null);
  const [editing, edit] = useState(false);
  const source = { nodeId: node.id, port: ports[chosen] ?? ports[0] ?? "main", runIndex: run };
  const shown = useItems(executionId, source, 0);
  if (editing) return <PinEditor nodeId={node.id} items={shown.items} onClose={() => edit(false)} />;
  return (
    <DataPane
      key={`${source.port} ${run} ${executionId}`}
      title={t("data.output")}
      executionId={executionId}
      source={source}
      input={false}
      choices={
        <>
          {ports.length > 1 && <Pick label={t("data.port")} value={chosen} onChange={choose} options={ports} />}
          <RunPick nodeId={node.id} value={run} onChange={setRun} />
          <PinTools nodeId={node.id} pinned={shown.pinned} onEdit={() => edit(true)} />
        </>
      }
    />
  );
}

const TOOL = "rounded px-1.5 py-0.5 text-xs text-soft hover:bg-sunk hover:text-ink";

function PinTools({ nodeId, pinned, onEdit }: { nodeId: string; pinned: boolean; onEdit: () => void }) {
  const open = useOpen();
  return (
    <>
      <button type="button" className={TOOL} onClick={onEdit}>
        {t("data.editPin")}
      </button>
      {pinned && (
        <button type="button" className={TOOL} onClick={() => open.edit("edit.unpin", [{ type: "unpin_node", node_id: nodeId }])}>
          {t("data.unpin")}
        </button>
      )}
    </>
  );
}

/** The first page of the output as JSON; what is kept stands in for the output of later runs. */
function PinEditor({ nodeId, items, onClose }: { nodeId: string; items: readonly Item[]; onClose: () => void }) {
  const open = useOpen();
  const [text, setText] = useState(() => stringifyExact(items, "  "));
  const wrong = jsonFault(text);
  const fault = wrong ? t("json.fault", { line: wrong.line, column: wrong.column, message: wrong.message }) : areItems(parseExact(text)) ? null : t("data.notItems");
  return (
    <section aria-label={t("data.editPin")} className="flex h-full flex-col gap-2 p-3">
      <textarea className="field min-h-0 flex-1 font-mono text-xs" aria-label={t("data.pinnedJson")} aria-invalid={fault !== null} spellCheck={false} value={text} onChange={({ target }) => setText(target.value)} />
      {fault !== null && (
        <p role="alert" className="text-xs text-bad">
          {fault}
        </p>
      )}
      <div className="flex gap-2">
        <Button
          disabled={fault !== null}
          onClick={() => {
            open.edit("edit.pin", [{ type: "pin_node", node_id: nodeId, items: parseExact(text) as Item[] }]);
            onClose();
          }}
        >
          {t("data.pin")}
        </Button>
        <Button onClick={onClose}>{t("data.cancel")}</Button>
      </div>
    </section>
  );
}

function areItems(value: unknown): boolean {
  const isObject = (entry: unknown) => typeof entry === "object" && entry !== null && !Array.isArray(entry);
  return Array.isArray(value) && value.every((entry) => isObject(entry) && isObject((entry as Item).json));
}

function RunPick({ nodeId, value, onChange }: { nodeId: string; value: number | null; onChange: (run: number | null) => void }) {
  const track = useLive((live) => live.story.tracks.get(nodeId));
  const runs = [...new Set(track?.runs.map(({ runIndex }) => runIndex))];
  if (runs.length < 2) return null;
  const place = value === null ? runs.length - 1 : runs.indexOf(value);
  return <Pick label={t("data.run")} value={place} onChange={(at) => onChange(runs[at] ?? null)} options={runs.map((run) => t("data.runNumber", { number: run + 1 }))} />;
}

function Pick({ label, value, onChange, options }: { label: string; value: number; onChange: (place: number) => void; options: readonly ReactNode[] }) {
  return (
    <select aria-label={label} className="field w-auto max-w-44 py-0 text-xs" value={value} onChange={({ target }) => onChange(Number(target.value))}>
      {options.map((option, place) => (
        <option key={place} value={place}>
          {option}
        </option>
      ))}
    </select>
  );
}
