import { Background, BackgroundVariant, BaseEdge, Controls, type Edge, EdgeLabelRenderer, type EdgeProps, Handle, MarkerType, type Node, type NodeHandle, type NodeProps, Position, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import "./stage.css";
import { useQuery } from "@tanstack/react-query";
import { memo, type ReactNode, useEffect, useMemo } from "react";
import { nodeTypesQuery, type NodeTypes } from "@/api/node-types";
import type { Workflow } from "@/api/workflows";
import { type State, StateIcon, stateLabel } from "@/components/status";
import { type Doc, type DocEdge, type DocNode, docOf } from "@/document/definition";
import { cardSize, portPlace } from "@/editor/geometry";
import { type Ports, portsOf, withUsed } from "@/editor/ports";
import { edgePath } from "@/graph/edge-path";
import { NodeIcon } from "@/graph/icons";
import { draw } from "@/graph/layout";
import { linkName, portName } from "@/graph/names";
import { t } from "@/i18n/i18n";
import { count, duration } from "@/lib/format";
import { itemsLeft, lastRun } from "@/run/story";
import { useWatch } from "@/run/watch";
import { besides, FrameOnStage, NoteOnStage, type StageFrame, type StageNote } from "./stage-beside";

type Step = Node<{ node: DocNode; title: string; icon: string | undefined; ports: Ports }, "step">;
type Link = Edge<{ edge: DocEdge }, "link">;
const NODE_TYPES = { step: StageCard, note: NoteOnStage, frame: FrameOnStage };
type Shown = Step | StageNote | StageFrame;

/** The workflow as it was when it ran, with the state that the place on the tape has. */
export function Stage({ workflow, children }: { workflow: Workflow | undefined; children: ReactNode }) {
  return (
    <section aria-label={t("stage.label")} className="relative min-h-0 bg-paper">
      {workflow && (
        <ReactFlowProvider>
          <Drawn workflow={workflow} />
        </ReactFlowProvider>
      )}
      <div className="pointer-events-none absolute inset-x-3 top-3 z-10 flex flex-col items-start gap-2 *:pointer-events-auto">{children}</div>
    </section>
  );
}

function Drawn({ workflow }: { workflow: Workflow }) {
  const types = useQuery(nodeTypesQuery).data;
  const doc = useMemo(() => placed(docOf(workflow), workflow), [workflow]);
  const nodes = useMemo(() => shown(doc, types), [doc, types]);
  const edges = useMemo(() => [...doc.edges].map(([id, edge]) => linkOf(id, edge, linkName(doc, edge))), [doc]);
  useInView(doc);
  return (
    <ReactFlow<Shown, Link>
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      panOnScroll={false}
      minZoom={0.1}
      maxZoom={1.6}
      fitView
      fitViewOptions={{ padding: 0.15, maxZoom: 1.1 }}
      onlyRenderVisibleElements={nodes.length > 100}
      proOptions={{ hideAttribution: true }}
      aria-label={t("stage.label")}
      ariaLabelConfig={{
        "controls.ariaLabel": t("section.view"),
        "controls.zoomIn.ariaLabel": t("view.zoomIn"),
        "controls.zoomOut.ariaLabel": t("view.zoomOut"),
        "controls.fitView.ariaLabel": t("view.fit"),
      }}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.6} color="color-mix(in srgb, var(--edge) 45%, transparent)" />
      <Controls showInteractive={false} position="bottom-left" />
    </ReactFlow>
  );
}

function shown(doc: Doc, types: NodeTypes | undefined): Shown[] {
  const steps = [...doc.nodes.values()].map((node) => stepOf(node, doc, types));
  const boxes = new Map(steps.map(({ id, position, width = 0, height = 0 }) => [id, { ...position, width, height }]));
  return [...besides(doc, boxes), ...steps];
}

/** Nodes that nobody has placed don't lie over each other. */
function placed(doc: Doc, { definition }: Workflow): Doc {
  const places = new Map(draw(definition).cards.map(({ node, x, y }) => [node.id, { x, y }]));
  return { ...doc, nodes: new Map([...doc.nodes].map(([id, node]) => [id, { ...node, position: places.get(id) ?? node.position }])) };
}

function stepOf(node: DocNode, doc: Doc, types: NodeTypes | undefined): Step {
  const type = types?.get(node.type);
  const ports = withUsed(portsOf(node, type), node.id, doc);
  const size = cardSize(ports);
  const handles = (names: readonly string[], kind: "source" | "target"): NodeHandle[] =>
    names.map((id, place) => ({ id, type: kind, position: kind === "source" ? Position.Right : Position.Left, x: kind === "source" ? size.width : 0, y: portPlace(place, names.length, size.height), width: 1, height: 1 }));
  return {
    id: node.id,
    type: "step",
    zIndex: 1,
    position: node.position,
    ...size,
    data: { node, title: type?.title ?? node.type, icon: type?.icon, ports },
    handles: [...handles(ports.inputs, "target"), ...handles(ports.outputs, "source")],
  };
}

const ARROW = { type: MarkerType.ArrowClosed, color: "var(--edge)", width: 16, height: 16 };

function linkOf(id: string, edge: DocEdge, ariaLabel: string): Link {
  return { id, ariaLabel, type: "link", source: edge.source, target: edge.target, sourceHandle: edge.source_port, targetHandle: edge.target_port, data: { edge }, markerEnd: ARROW };
}

/** What somebody chose, and the node that failed, don't lie outside the picture. */
function useInView(doc: Doc): void {
  const { fitView, getZoom, flowToScreenPosition } = useReactFlow();
  const failed = useWatch(({ head }) => head.error?.nodeId ?? null);
  const selected = useWatch((watch) => watch.selected);
  const wanted = selected ?? failed;
  useEffect(() => {
    const node = doc.nodes.get(wanted ?? "");
    if (!node) return;
    const box = document.querySelector(".react-flow")?.getBoundingClientRect();
    const { x, y } = flowToScreenPosition(node.position);
    if (box && x > box.left && x < box.right - 160 && y > box.top && y < box.bottom - 50) return;
    const zoom = Math.max(0.6, Math.min(1, getZoom()));
    void fitView({ nodes: [{ id: node.id }], minZoom: zoom, maxZoom: zoom, duration: 250 });
  }, [wanted, doc, fitView, getZoom, flowToScreenPosition]);
}

const RINGS: Partial<Record<State, string>> = {
  running: "border-run ring-2 ring-run/30",
  waiting: "border-wait ring-2 ring-wait/30",
  retrying: "border-wait ring-2 ring-wait/30",
  completed: "border-good",
  failed: "border-bad ring-2 ring-bad/30",
};

function StageCard({ id, data: { node, title, icon, ports } }: NodeProps<Step>) {
  const state: State = useWatch(({ story }) => lastRun(story.tracks.get(id))?.state ?? "idle");
  const selected = useWatch((watch) => watch.selected === id);
  const select = useWatch((watch) => watch.select);
  return (
    <button
      type="button"
      data-node={id}
      data-state={state}
      aria-pressed={selected}
      onClick={() => select(id)}
      className={`nopan pointer-events-auto relative flex size-full items-center gap-2.5 border bg-card px-2.5 text-left shadow-(--shadow) ${RINGS[state] ?? "border-edge/70"} ${selected ? "outline-2 outline-offset-1 outline-ink" : ""} ${ports.inputs.length === 0 ? "rounded-l-[28px] rounded-r-[10px] pl-4" : "rounded-[10px]"} ${node.disabled ? "opacity-50" : ""}`}
    >
      <span className="grid size-9 shrink-0 place-items-center rounded-[7px] bg-sunk text-soft">
        <NodeIcon name={icon} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 text-[13px] leading-[1.2] font-medium wrap-anywhere">{node.name}</span>
        <span className="mt-px block truncate text-xs leading-4 text-faint">{title}</span>
      </span>
      {state !== "idle" && <StateIcon state={state} size={16} />}
      <span className="sr-only">{stateLabel(state)}</span>
      <RunLine id={id} />
      <Ends ports={ports.inputs} side="target" />
      <Ends ports={ports.outputs} side="source" />
    </button>
  );
}

/** Where links end; there is nothing to be connected. */
function Ends({ ports, side }: { ports: readonly string[]; side: "source" | "target" }) {
  return ports.map((port, place) => (
    <Handle
      key={port}
      id={port}
      type={side}
      position={side === "source" ? Position.Right : Position.Left}
      isConnectable={false}
      className="pointer-events-none opacity-0"
      style={{ top: `${portPlace(place, ports.length, 100)}%` }}
    />
  ));
}

function RunLine({ id }: { id: string }) {
  const track = useWatch(({ story }) => story.tracks.get(id));
  const run = lastRun(track);
  if (!track || !run || run.durationMs === null) return null;
  const runs = track.runs.length > 1 ? `${count(track.runs.length)} × · ` : "";
  return <span className="figures pointer-events-none absolute top-full left-2.5 mt-1 text-[11px] leading-4 whitespace-nowrap text-faint">{runs + duration(run.durationMs)}</span>;
}

const StageLink = memo(function StageLink({ id, data, markerEnd, ...ends }: EdgeProps<Link>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = ends;
  const [path, x, y] = edgePath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const source = data?.edge.source ?? "";
  const port = data?.edge.source_port ?? "main";
  const items = useWatch(({ story }) => itemsLeft(story, source, port));
  return (
    <>
      <BaseEdge id={id} path={path} {...(markerEnd === undefined ? {} : { markerEnd })} style={{ stroke: items ? "var(--good)" : "var(--edge)", strokeWidth: 1.7 }} />
      <EdgeLabelRenderer>
        <span className="figures absolute flex items-center gap-1 text-[11px] leading-4 text-soft" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
          {port !== "main" && <span className="rounded bg-paper px-1">{portName(port)}</span>}
          {items !== null && (
            <span className="rounded-full border border-line bg-card px-1.5 font-medium" data-items={items} data-link={`${source} ${port}`}>
              {count(items)}
            </span>
          )}
        </span>
      </EdgeLabelRenderer>
    </>
  );
});

const EDGE_TYPES = { link: StageLink };
