import { useQuery } from "@tanstack/react-query";
import { Maximize2, Minimize2, X } from "lucide-react";
import { Tabs } from "radix-ui";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Action } from "@/actions/action";
import { useActions } from "@/actions/registry";
import { stringifyExact } from "@/api/exact-json";
import { type NodeTypeInfo, nodeTypesQuery } from "@/api/node-types";
import { useOpen, useOpenState } from "@/document/context";
import { useDraft } from "@/document/draft";
import type { DocNode, Json } from "@/document/definition";
import { renamed } from "@/editor/compose";
import { desk, useDesk } from "@/editor/desk";
import { focusNode } from "@/editor/focus";
import { portsOf } from "@/editor/ports";
import { NodeIcon } from "@/graph/icons";
import { FailureText } from "@/components/failure-text";
import { t } from "@/i18n/i18n";
import { runOf, useLive } from "@/run/live";
import { prefer, usePreferences } from "@/preferences/preferences";
import { forgetSample, useExecutionId } from "./data";
import { faultsOf, type Path, pathKey } from "./faults";
import { Form } from "./form";
import { InputData, OutputData } from "./node-data";
import { refusing } from "./field-drag";
import { ResizeEdge } from "./resize-edge";
import { SampleStepper } from "./sample-stepper";
import { settingsSchema } from "./settings";
import { WebhookAddress } from "./webhook-address";
import { useWorld } from "./world";

const closing = (): Action[] => [
  {
    id: "close-panel",
    label: t("panel.close"),
    section: "section.keys",
    icon: X,
    shortcuts: ["escape"],
    enabled: () => desk().open !== null,
    run: () => leave(desk().open ?? ""),
  },
];

/** Everything about the node that is open. */
export function NodePanel({ workflowId, tools, note }: { workflowId: string; tools: ReactNode; note: ReactNode }) {
  const nodeId = useDesk((desk) => desk.open);
  const node = useOpenState(({ doc }) => (nodeId === null ? undefined : doc.nodes.get(nodeId)));
  const types = useQuery(nodeTypesQuery).data;
  const width = usePreferences((preferences) => preferences.panelWidth);
  const roomy = useDesk((desk) => desk.roomy);
  const executionId = useExecutionId(workflowId);
  useActions(useMemo(() => closing(), []));
  useEffect(() => forgetSample, [nodeId]);
  if (!node) return null;
  const type = types?.get(node.type);
  return (
    <section
      key={node.id}
      data-panel
      aria-label={t("panel.label", { name: node.name })}
      className={`absolute z-20 flex flex-col overflow-hidden border-line bg-card shadow-(--float) ${roomy ? "inset-3 rounded-[12px] border" : "inset-y-0 right-0 max-w-full border-l"}`}
      style={roomy ? undefined : { width }}
      {...refusing}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) leave(node.id);
      }}
    >
      <div className="flex min-h-0 flex-1">
        {!roomy && <ResizeEdge width={width} onResize={(panelWidth) => prefer({ panelWidth })} />}
        {roomy && <div className="min-w-0 flex-1 overflow-auto border-r border-line"><InputData node={node} executionId={executionId} /></div>}
        <div className={`flex min-w-0 flex-col ${roomy ? "w-[min(34rem,40%)] shrink-0" : "flex-1"}`}>
          <Heading node={node} type={type} wide={roomy} onWide={() => useDesk.setState({ roomy: !roomy })} tools={tools} />
          <Failure nodeId={node.id} />
          <Parts node={node} type={type} workflowId={workflowId} executionId={executionId} tools={tools} />
        </div>
        {roomy && <div className="min-w-0 flex-1 overflow-auto border-l border-line"><OutputData node={node} executionId={executionId} ports={portsOf(node, type).outputs} /></div>}
      </div>
      {roomy && <div className="flex max-h-[40%] shrink-0 justify-center overflow-auto border-t border-line bg-paper p-2 empty:hidden">{note}</div>}
    </section>
  );
}

/** Back to where the node is shown. */
function leave(nodeId: string): void {
  useDesk.setState({ open: null });
  focusNode(nodeId);
}

interface HeadingProps {
  node: DocNode;
  type: NodeTypeInfo | undefined;
  wide: boolean;
  onWide: () => void;
  tools: ReactNode;
}

const TOOL = "grid size-8 shrink-0 place-items-center rounded-[7px] text-soft hover:bg-sunk hover:text-ink";

function Heading({ node, type, wide, onWide, tools }: HeadingProps) {
  return (
    <header className="flex items-center gap-2.5 border-b border-line py-2.5 pr-2 pl-4">
      <span className="text-soft">
        <NodeIcon name={type?.icon} size={18} />
      </span>
      <span className="min-w-0 flex-1">
        <Name key={node.id} node={node} />
        <span className="block truncate text-xs text-faint">{type?.title ?? node.type}</span>
      </span>
      {tools}
      <button type="button" className={TOOL} aria-label={wide ? t("panel.narrow") : t("panel.wide")} title={wide ? t("panel.narrow") : t("panel.wide")} onClick={onWide}>
        {wide ? <Minimize2 size={16} aria-hidden /> : <Maximize2 size={16} aria-hidden />}
      </button>
      <button type="button" className={TOOL} aria-label={t("panel.close")} title={t("panel.close")} onClick={() => leave(node.id)}>
        <X size={17} aria-hidden />
      </button>
    </header>
  );
}

function Name({ node }: { node: DocNode }) {
  const open = useOpen();
  const draft = useDraft();
  const [typed, type] = useState<string | null>(null);
  return (
    <input
      aria-label={t("node.name")}
      className="w-full truncate rounded-[4px] bg-transparent font-semibold outline-offset-1 hover:bg-sunk focus:bg-card"
      value={typed ?? node.name}
      maxLength={200}
      onChange={({ target }) => {
        draft.begin(({ nodes }) => nodes.get(node.id)?.name);
        type(target.value);
      }}
      onBlur={() => {
        draft.end(() => {
          const commands = typed === null ? [] : renamed(open.doc, node.id, typed);
          if (commands.length > 0) open.edit("edit.rename", commands);
        });
        type(null);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}

/** Why the run that is shown failed here. */
function Failure({ nodeId }: { nodeId: string }) {
  const failure = useLive((live) => runOf(live, nodeId)?.error ?? null);
  return failure && <FailureText failure={failure} isNews className="max-h-48 border-b border-line px-4 py-2.5" />;
}

const TAB = "border-b-2 border-transparent px-1 py-2 text-sm font-medium text-soft data-[state=active]:border-tape data-[state=active]:text-ink";

interface PartsProps {
  node: DocNode;
  type: NodeTypeInfo | undefined;
  workflowId: string;
  executionId: string | null;
  tools: ReactNode;
}

function Parts(props: PartsProps) {
  return (
    <Tabs.Root defaultValue="parameters" className="flex min-h-0 flex-1 flex-col">
      <Tabs.List aria-label={t("panel.parts")} className="flex gap-4 border-b border-line px-4">
        <Tabs.Trigger value="parameters" className={TAB}>
          {t("panel.parameters")}
        </Tabs.Trigger>
        <Tabs.Trigger value="settings" className={TAB}>
          {t("panel.settings")}
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="parameters" className="min-h-0 flex-1 overflow-y-auto px-4 py-4">
        <Parameters {...props} />
      </Tabs.Content>
      <Tabs.Content value="settings" className="min-h-0 flex-1 overflow-y-auto px-4 py-4">
        <Settings node={props.node} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

function Parameters({ node, type, workflowId, executionId, tools }: PartsProps) {
  const open = useOpen();
  const problems = useOpenState((state) => state.problems);
  const faults = faultsOf(problems, node.id);
  const world = useWorld(workflowId, node, executionId);
  const general = faults.get("");
  if (!type) return <p className="text-sm text-bad">{t("panel.unknownType", { type: node.type })}</p>;
  const empty = Object.keys(type.schema.properties ?? {}).length === 0;
  return (
    <div className="space-y-4">
      <p className="text-sm text-soft">{type.help}</p>
      {node.type === "trigger.webhook" && <WebhookAddress workflowId={workflowId} node={node} />}
      {general !== undefined && (
        <p role="alert" className="rounded-[7px] bg-wait-wash px-3 py-2 text-sm text-wait">
          {general}
        </p>
      )}
      {empty ? (
        <p className="text-sm text-faint">{t("panel.noParameters")}</p>
      ) : (
        <>
          {stringifyExact(node.parameters).includes("{{") && <SampleStepper world={world} />}
        <Form
          schema={type.schema}
          values={node.parameters}
          path={[]}
          context={{ root: type.schema, faults, parameters: withDefaults(node.parameters, type), world, place: { workflowId, nodeId: node.id, executionId }, tools }}
          onChange={(parameters, path: Path) =>
            open.edit("edit.configure", [{ type: "configure_node", node_id: node.id, parameters }], `configure ${node.id} ${pathKey(path)}`)
          }
        />
        </>
      )}
    </div>
  );
}

function withDefaults(parameters: Json, { schema }: NodeTypeInfo): Json {
  const defaults = Object.entries(schema.properties ?? {}).flatMap(([name, { default: usual }]) => (usual === undefined ? [] : [[name, usual] as const]));
  return { ...Object.fromEntries(defaults), ...parameters };
}

function Settings({ node }: { node: DocNode }) {
  const open = useOpen();
  const schema = settingsSchema();
  return (
    <Form
      schema={schema}
      values={node.settings}
      path={[]}
      context={{ root: schema, faults: new Map(), parameters: {}, world: null, place: null, tools: null }}
      onChange={(settings, path) =>
        open.edit("edit.settings", [{ type: "change_node_settings", node_id: node.id, settings }], `settings ${node.id} ${pathKey(path)}`)
      }
    />
  );
}
