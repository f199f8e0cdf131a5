import { type ReactNode, useEffect, useState } from "react";
import type { Item } from "@/api/executions";
import { parseExact, stringifyExact } from "@/api/exact-json";
import { Button } from "@/components/button";
import { Trouble } from "@/components/trouble";
import { useOpen, useOpenState } from "@/document/context";
import type { DocEdge, DocNode } from "@/document/definition";
import { useDraft } from "@/document/draft";
import { portName } from "@/graph/names";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";
import { useLive } from "@/run/live";
import { MOST_ITEMS, type Source, useItems, useSample } from "./data";
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

/** Where the input that is looked at comes from. */
export function useInput(nodeId: string): Source | null {
  const edges = useIncoming(nodeId);
  const { edge: chosen, run } = useSample();
  const edge = edges[chosen] ?? edges[0];
  return edge ? { nodeId: edge.source, port: edge.source_port, runIndex: run } : null;
}

export function InputData({ node, executionId }: Props) {
  const edges = useIncoming(node.id);
  const nodes = useOpenState(({ doc }) => doc.nodes);
  const source = useInput(node.id);
  const { edge: chosen, run } = useSample();
  return (
    <DataPane
      key={`${source?.nodeId} ${source?.port} ${run} ${executionId}`}
      title={t("pane.input")}
      executionId={executionId}
      source={source}
      input
      choices={
        <>
          {edges.length > 1 && (
            <Pick label={t("pane.from")} value={chosen} onChange={(edge) => useSample.setState({ edge, run: null, offset: 0, index: 0 })} options={edges.map(({ source: from, source_port }) => `${nodes.get(from)?.name ?? from} · ${portName(source_port)}`)} />
          )}
          {source && <RunPick nodeId={source.nodeId} value={run} onChange={(later) => useSample.setState({ run: later, offset: 0, index: 0 })} />}
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
  if (editing) return <Pinning executionId={executionId} source={source} onClose={() => edit(false)} />;
  return (
    <DataPane
      key={`${source.port} ${run} ${executionId}`}
      title={t("pane.output")}
      executionId={executionId}
      source={source}
      input={false}
      choices={
        <>
          {ports.length > 1 && <Pick label={t("pane.port")} value={chosen} onChange={choose} options={ports.map(portName)} />}
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
        {t("pane.editPin")}
      </button>
      {pinned && (
        <button type="button" className={TOOL} onClick={() => open.edit("edit.unpin", [{ type: "unpin_node", node_id: nodeId }])}>
          {t("pane.unpin")}
        </button>
      )}
    </>
  );
}

interface PinningProps {
  executionId: string | null;
  source: Source;
  onClose: () => void;
}

/** All of the output, once it is loaded: what was cut off would be missing in later runs. */
function Pinning({ executionId, source, onClose }: PinningProps) {
  const whole = useItems(executionId, source, 0, MOST_ITEMS);
  if (!whole.loading && !whole.error && !whole.more) return <PinEditor nodeId={source.nodeId} items={whole.items} onClose={onClose} />;
  return (
    <section aria-label={t("pane.editPin")} className="space-y-3 p-3 text-sm">
      {whole.error && <Trouble error={whole.error} />}
      {whole.loading && <p className="text-faint">{t("pane.loading")}</p>}
      {whole.more && <p role="alert">{t("pane.tooManyToPin", { most: MOST_ITEMS })}</p>}
      <Button onClick={onClose}>{t("pane.cancel")}</Button>
    </section>
  );
}

/** Output as JSON; what is kept stands in for the output of later runs. */
function PinEditor({ nodeId, items, onClose }: { nodeId: string; items: readonly Item[]; onClose: () => void }) {
  const open = useOpen();
  const draft = useDraft();
  useEffect(() => draft.begin(({ pins }) => pins.get(nodeId)), [draft, nodeId]);
  const [text, setText] = useState(() => stringifyExact(items, "  "));
  const wrong = jsonFault(text);
  const given = wrong ? null : asItems(parseExact(text));
  const fault = wrong ? t("json.fault", { line: wrong.line, column: wrong.column, message: wrong.message }) : given === null ? t("pane.notItems") : null;
  return (
    <section aria-label={t("pane.editPin")} className="flex h-full flex-col gap-2 p-3">
      <textarea className="field min-h-0 flex-1 font-mono text-xs" aria-label={t("pane.pinnedJson")} aria-invalid={fault !== null} spellCheck={false} value={text} onChange={({ target }) => setText(target.value)} />
      {fault !== null && (
        <p role="alert" className="text-xs text-bad">
          {fault}
        </p>
      )}
      <div className="flex gap-2">
        <Button
          disabled={given === null}
          onClick={() => {
            if (given) draft.end(() => open.edit("edit.pin", [{ type: "pin_node", node_id: nodeId, items: given }]));
            onClose();
          }}
        >
          {t("pane.pin")}
        </Button>
        <Button onClick={onClose}>{t("pane.cancel")}</Button>
      </div>
    </section>
  );
}

/** As code's results are taken: an object that has no object `json` is one. Null: it can't be items. */
function asItems(value: unknown): Item[] | null {
  if (!Array.isArray(value) || !value.every(isObject)) return null;
  return value.map((entry) => (isObject(entry["json"]) ? (entry as unknown as Item) : { json: entry }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function RunPick({ nodeId, value, onChange }: { nodeId: string; value: number | null; onChange: (run: number | null) => void }) {
  const track = useLive((live) => live.story.tracks.get(nodeId));
  const runs = [...new Set(track?.runs.map(({ runIndex }) => runIndex))];
  if (runs.length < 2) return null;
  const place = value === null ? runs.length - 1 : runs.indexOf(value);
  return <Pick label={t("pane.run")} value={place} onChange={(at) => onChange(runs[at] ?? null)} options={runs.map((run) => t("pane.runNumber", { number: run + 1 }))} />;
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
