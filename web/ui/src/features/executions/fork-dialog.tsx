import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useLocation } from "wouter";
import { call } from "@/api/client";
import { parseExact, stringifyExact } from "@/api/exact-json";
import { type Fork, forkExecution } from "@/api/executions";
import type { Definition } from "@/api/workflows";
import { Button } from "@/components/button";
import { Choice } from "@/components/choice";
import { Dialog } from "@/components/dialog";
import { Trouble } from "@/components/trouble";
import { nodeName } from "@/graph/names";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";

interface Props {
  id: string;
  definition: Definition;
  from: string | null;
  onClose: () => void;
}

/** Run it again from a node on, with the same or the newest version, and with other data where somebody wants that. */
export function ForkDialog({ id, definition, from, onClose }: Props) {
  const [fromNode, setFromNode] = useState(from ?? "");
  const [version, setVersion] = useState<Fork["version"]>("same");
  const [replaced, setReplaced] = useState("");
  const [text, setText] = useState("");
  const [, go] = useLocation();
  const leading = (definition.edges ?? []).filter(({ target }) => target === fromNode);
  const sources = definition.nodes.filter((node) => leading.some((edge) => edge.source === node.id));
  const source = sources.find((node) => node.id === replaced) ?? sources[0];
  const fault = text.trim() === "" ? null : jsonFault(text);
  const fork = useMutation({
    mutationFn: () => {
      const given = text.trim() !== "" && fromNode !== "" && source ? new Map([[source.id, text]]) : new Map<string, string>();
      return forkExecution(id, { fromNode: fromNode === "" ? null : fromNode, version, input: fromNode === "" ? text : "", data: given });
    },
    onSuccess: (started) => {
      onClose();
      go(`/executions/${started}`);
    },
  });
  const load = useMutation({
    mutationFn: () => (fromNode === "" ? recordedInput(id) : recorded(id, leading.find((edge) => edge.source === source?.id))),
    onSuccess: setText,
  });
  return (
    <Dialog label={t("fork.title")} onClose={onClose} className="w-[36rem]">
      <form
        className="space-y-4 overflow-auto p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!fault) fork.mutate();
        }}
      >
        <p className="text-sm text-soft">{t("fork.text")}</p>
        <Choice label={t("fork.from")} value={fromNode} onChange={setFromNode} options={[["", t("fork.start")], ...definition.nodes.map((node): [string, string] => [node.id, nodeName(node)])]} />
        <Choice label={t("fork.version")} value={version} onChange={(value) => setVersion(value === "newest" ? "newest" : "same")} options={[["same", t("fork.same")], ["newest", t("fork.newest")]]} />
        {sources.length > 1 && <Choice label={t("fork.replace")} value={source?.id ?? ""} onChange={setReplaced} options={sources.map((node) => [node.id, nodeName(node)])} />}
        {(fromNode === "" || source) && (
          <Data label={fromNode === "" || !source ? t("fork.input") : t("fork.data", { node: nodeName(source) })} text={text} onChange={setText} loading={load.isPending} onLoad={() => load.mutate()} />
        )}
        {(fork.error ?? load.error) && <Trouble error={(fork.error ?? load.error) as Error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("fork.cancel")}</Button>
          <Button type="submit" look="primary" busy={fork.isPending} disabled={fault !== null}>
            {t("fork.go")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Data({ label, text, onChange, loading, onLoad }: { label: string; text: string; onChange: (text: string) => void; loading: boolean; onLoad: () => void }) {
  const id = useId();
  const fault = text.trim() === "" ? null : jsonFault(text);
  return (
    <div>
      <div className="mb-1 flex items-end justify-between gap-3">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <Button look="quiet" className="h-7 px-2" busy={loading} onClick={onLoad}>
          {t("fork.load")}
        </Button>
      </div>
      <textarea id={id} rows={8} spellCheck={false} aria-invalid={fault !== null} className="field resize-y font-mono text-sm" placeholder={t("fork.asItWas")} value={text} onChange={(event) => onChange(event.target.value)} />
      {fault && (
        <p role="alert" className="mt-1 text-sm text-bad">
          {t("json.fault", { line: fault.line, column: fault.column, message: fault.message })}
        </p>
      )}
    </div>
  );
}

const MOST = 50;

/** The first items that went over the connection, as text. */
async function recorded(id: string, edge: { source: string; source_port?: string } | undefined): Promise<string> {
  const port = encodeURIComponent(edge?.source_port ?? "main");
  const answer = await call(`/api/executions/${encodeURIComponent(id)}/data/${encodeURIComponent(edge?.source ?? "")}?limit=${MOST}&port=${port}`);
  return stringifyExact((parseExact(await answer.text()) as { items: unknown[] }).items, "  ");
}

async function recordedInput(id: string): Promise<string> {
  const answer = await call(`/api/executions/${encodeURIComponent(id)}`);
  return stringifyExact((parseExact(await answer.text()) as { input_data: unknown }).input_data, "  ");
}
