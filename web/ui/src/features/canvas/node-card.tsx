import { Handle, type NodeProps, Position } from "@xyflow/react";
import { Pin, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { useQuery } from "@tanstack/react-query";
import { nodeTypesQuery } from "@/api/node-types";
import { type State, StateIcon, stateLabel } from "@/components/status";
import { useOpen, useOpenState } from "@/document/context";
import { renamed } from "@/editor/compose";
import { useDesk } from "@/editor/desk";
import { focusNode } from "@/editor/focus";
import { portPlace } from "@/editor/geometry";
import { NodeIcon } from "@/graph/icons";
import { portName } from "@/graph/names";
import { useProblemSaid } from "@/graph/problem-said";
import { t } from "@/i18n/i18n";
import { count, duration } from "@/lib/format";
import { runOf, useLive } from "@/run/live";
import { hasOutput, itemsOut } from "@/run/story";
import { useIsFar } from "./far";
import type { StepNode } from "./flow";
import { RenameField } from "@/components/rename-field";

export const NodeCard = memo(function NodeCard(props: NodeProps<StepNode>) {
  return useIsFar() ? <Shape {...props} /> : <Card {...props} />;
});

/** From afar. */
function Shape({ data: { ports }, id, selected }: NodeProps<StepNode>) {
  const state: State = useLive((live) => runOf(live, id)?.state ?? "idle");
  const round = ports.inputs.length === 0 ? "rounded-l-[28px] rounded-r-[10px]" : "rounded-[10px]";
  return <div className={`size-full border-4 bg-sunk ${round} ${RINGS[state] ?? (selected ? "border-ink" : "border-edge")}`} data-node={id} data-state={state} />;
}

function Card({ data, id, selected }: NodeProps<StepNode>) {
  const { node, ports } = data;
  const type = useQuery(nodeTypesQuery).data?.get(node.type);
  const state: State = useLive((live) => runOf(live, id)?.state ?? "idle");
  const ring = `${RINGS[state] ?? (selected ? "border-ink" : "border-edge/70")} ${selected ? "outline-2 outline-offset-1 outline-ink" : ""}`;
  const isTrigger = ports.inputs.length === 0;
  return (
    <div
      className={`group/card relative flex size-full items-center gap-2.5 border bg-card px-2.5 shadow-(--shadow) ${ring} ${isTrigger ? "rounded-l-[28px] rounded-r-[10px] pl-4" : "rounded-[10px]"}`}
      data-node={id}
      data-state={state}
    >
      <span className={`grid size-9 shrink-0 place-items-center rounded-[7px] ${ICON_LOOKS[type?.category ?? "flow"]} ${node.disabled ? "opacity-45" : ""}`}>
        <NodeIcon name={type?.icon} />
      </span>
      <span className={`min-w-0 flex-1 ${node.disabled ? "opacity-45" : ""}`}>
        <Name id={id} name={node.name} />
        <span className="mt-px block truncate text-xs leading-4 text-faint">
          {node.disabled ? t("node.disabled") : (type?.title ?? node.type)}
        </span>
      </span>
      <Badges id={id} />
      <RunLine id={id} />
      <Ports ports={ports.inputs} side="target" />
      <Ports ports={ports.outputs} side="source" />
    </div>
  );
}

const RINGS: Partial<Record<State, string>> = {
  running: "border-run ring-2 ring-run/30",
  waiting: "border-wait ring-2 ring-wait/30",
  completed: "border-good",
  failed: "border-bad ring-2 ring-bad/30",
};

const ICON_LOOKS = {
  trigger: "bg-bad-wash text-tape",
  code: "bg-run-wash text-run",
  data: "bg-good-wash text-good",
  flow: "bg-wait-wash text-wait",
  network: "bg-sunk text-soft",
} as const;

function Name({ id, name }: { id: string; name: string }) {
  const renaming = useDesk((desk) => desk.renaming === id);
  const open = useOpen();
  if (renaming) {
    return (
      <RenameField
        value={name}
        label={t("node.name")}
        read={({ nodes }) => nodes.get(id)?.name}
        onDone={(wished) => {
          useDesk.setState({ renaming: null });
          if (wished !== null) open.edit("edit.rename", renamed(open.doc, id, wished));
        }}
        onLeave={() => focusNode(id)}
      />
    );
  }
  return <span className="line-clamp-2 text-[13px] leading-[1.2] font-medium wrap-anywhere">{name}</span>;
}

function Badges({ id }: { id: string }) {
  const found = useOpenState(({ problems }) => problems.find(({ node_id }) => node_id === id) ?? null);
  const type = useOpenState(({ doc }) => doc.nodes.get(id)?.type);
  const said = useProblemSaid();
  const problem = found && said(found, type);
  const pinned = useOpenState(({ doc }) => doc.pins.has(id));
  const state: State = useLive((live) => runOf(live, id)?.state ?? "idle");
  return (
    <span className="flex shrink-0 items-center gap-1">
      {pinned && <Pin size={14} className="text-run" aria-label={t("node.pinned")} />}
      {problem !== null && state === "idle" && (
        <span title={problem} data-problem={id}>
          <TriangleAlert size={16} className="text-wait" aria-label={problem} />
        </span>
      )}
      {state !== "idle" && (
        <span>
          <StateIcon state={state} size={16} />
          <span className="sr-only">{stateLabel(state)}</span>
        </span>
      )}
    </span>
  );
}

/** Items and time of the run that is shown, below the card. */
function RunLine({ id }: { id: string }) {
  const run = useLive((live) => runOf(live, id));
  const runs = useLive((live) => live.story.tracks.get(id)?.runs.length ?? 0);
  if (!run || run.durationMs === null) return null;
  return (
    <span className="figures pointer-events-none absolute top-full left-2.5 mt-1 text-[11px] leading-4 whitespace-nowrap text-faint">
      {runs > 1 ? `${count(runs)} × · ` : hasOutput(run) && `${t("items", { count: itemsOut(run) })} · `}
      {duration(run.durationMs)}
    </span>
  );
}

function Ports({ ports, side }: { ports: readonly string[]; side: "source" | "target" }) {
  const isOut = side === "source";
  return ports.map((port, place) => (
    <Handle
      key={port}
      id={port}
      type={side}
      position={isOut ? Position.Right : Position.Left}
      role="img"
      style={{ top: `${portPlace(place, ports.length, 100)}%` }}
      aria-label={t(isOut ? "node.output" : "node.input", { port: portName(port) })}
      data-port={port}
    >
      {(ports.length > 1 || port !== "main") && (
        <span className={`port-name ${isOut ? "left-full ml-1.5" : "right-full mr-1.5"}`}>{portName(port)}</span>
      )}
    </Handle>
  ));
}
