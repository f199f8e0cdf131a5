import {
  Background,
  BackgroundVariant,
  type EdgeChange,
  type NodeChange,
  Panel,
  ReactFlow,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { useQuery } from "@tanstack/react-query";
import { type DragEvent, type MouseEvent, type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { Action } from "@/actions/action";
import { useActions } from "@/actions/registry";
import { nodeTypesQuery } from "@/api/node-types";
import { useOpen, useOpenState } from "@/document/context";
import type { DocEdge, Point } from "@/document/definition";
import { inserted, placed } from "@/editor/compose";
import { useClipboardEvents } from "@/editor/clipboard-events";
import { choose, desk, useDesk } from "@/editor/desk";
import { offerFocus } from "@/editor/focus";
import { GRID } from "@/editor/geometry";
import { t } from "@/i18n/i18n";
import { usePreferences } from "@/preferences/preferences";
import { canvasActions, clipboardDeeds } from "./actions";
import { Drawer, type FlowEdge, type FlowNode, type Moving } from "./flow";
import { FarContext, FarLinks, useFar } from "./far";
import { GroupFrame } from "./group-frame";
import { Link } from "./link";
import { CanvasMenu } from "./menu";
import { NodeCard } from "./node-card";
import { NoteCard } from "./note-card";
import { Overview } from "./overview";
import { firstView, useFailureInView, useOpenInView } from "./in-view";
import { useTold } from "./told";
import { ZoomBar } from "./zoom-bar";

const NODE_TYPES = { step: NodeCard, note: NoteCard, frame: GroupFrame };
const EDGE_TYPES = { link: Link };
const STILL: Moving = new Map();
const NO_EDGES: FlowEdge[] = [];
/** What the palette puts on the pointer. */
export const DRAGGED_TYPE = "application/x-flowtape-node";

interface Props {
  /** Of the page around it, offered in menus as well. */
  actions: readonly Action[];
  /** Shown while there are no nodes. */
  empty: ReactNode;
}

export function Canvas({ actions: others, empty }: Props) {
  const open = useOpen();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const types = useQuery(nodeTypesQuery).data;
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const snap = usePreferences((preferences) => preferences.snap);
  const minimap = usePreferences((preferences) => preferences.minimap);
  const [under, setUnder] = useState<"node" | "edge" | "pane">("pane");
  const { nodes, edges, changeNodes, changeEdges, stopMoving } = useDrawn();
  const far = useFar(nodes.length);
  const [first] = useState(() => firstView(open.doc));
  // What is dropped on an empty canvas stays where it was dropped.
  const [startsFull] = useState(() => open.doc.nodes.size > 0);
  const isEmpty = useOpenState(({ doc }) => doc.nodes.size === 0 && doc.notes.length === 0);
  useFailureInView();
  useOpenInView(box);

  const around = useMemo(() => {
    const middle = (): Point => {
      const { left, top, width, height } = box?.getBoundingClientRect() ?? { left: 0, top: 0, width: 0, height: 0 };
      return { x: left + width / 2, y: top + height / 2 };
    };
    return { open, types, flow, middle };
  }, [open, types, flow, box]);
  const actions = useMemo(() => canvasActions(around), [around]);
  useActions(actions);
  useClipboardEvents(useMemo(() => clipboardDeeds(around), [around]));
  useEffect(() => offerFocus((id) => takesFocus(box, id)), [box]);

  const told = useTold(types, stopMoving);
  const dropped = (event: DragEvent) => {
    const type = types?.get(event.dataTransfer.getData(DRAGGED_TYPE));
    if (!type) return;
    event.preventDefault();
    const at = flow.screenToFlowPosition({ x: event.clientX - 60, y: event.clientY - 25 });
    const edge = edgeAt(event.clientX, event.clientY, open.doc.edges);
    const { node, commands } = edge && type.inputs.length > 0 ? inserted(open.doc, type, edge) : placed(open.doc, type, at);
    open.edit("edit.addNode", commands);
    choose([node.id]);
  };

  return (
    <CanvasMenu kind={under} actions={[...actions, ...others]}>
      <div
        ref={setBox}
        className="relative size-full"
        role="application"
        aria-label={t("canvas.label")}
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes(DRAGGED_TYPE)) event.preventDefault();
        }}
        onDrop={dropped}
        onContextMenuCapture={(event) => setUnder(pointAt(event))}
        onFocusCapture={({ target }) => {
          const id = target.classList.contains("react-flow__node") ? target.getAttribute("data-id") : null;
          if (id !== null && target.matches(":focus-visible") && !desk().chosen.has(id)) choose([id]);
        }}
      >
        <FarContext value={far}>
        <ReactFlow<FlowNode, FlowEdge>
          nodes={nodes}
          edges={far ? NO_EDGES : edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={changeNodes}
          onEdgesChange={changeEdges}
          {...told}
          deleteKeyCode={null}
          multiSelectionKeyCode={["Shift", "Meta", "Control"]}
          disableKeyboardA11y
          edgesFocusable={false}
          snapToGrid={snap}
          snapGrid={[GRID, GRID]}
          minZoom={0.1}
          maxZoom={2}
          fitView={startsFull}
          fitViewOptions={first}
          onlyRenderVisibleElements={nodes.length > 100}
          elevateNodesOnSelect={false}
          zoomOnDoubleClick={false}
          connectionRadius={30}
          proOptions={{ hideAttribution: true }}
        >
          <Arrow />
          <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.6} color="color-mix(in srgb, var(--edge) 45%, transparent)" />
          {minimap && (
            <Panel position="bottom-right">
              <Overview />
            </Panel>
          )}
          {far && <FarLinks nodes={nodes} />}
          <Panel position="bottom-left">
            <ZoomBar actions={actions} />
          </Panel>
        </ReactFlow>
        </FarContext>
        {isEmpty && <div className="pointer-events-none absolute inset-0 grid place-items-center p-6">{empty}</div>}
      </div>
    </CanvasMenu>
  );
}

/** The workflow as React Flow takes it, and what it tells back. */
function useDrawn() {
  const types = useQuery(nodeTypesQuery).data;
  const doc = useOpenState((state) => state.doc);
  const chosen = useDesk((desk) => desk.chosen);
  const chosenEdges = useDesk((desk) => desk.edges);
  const [moving, setMoving] = useState<Moving>(STILL);
  const [drawer] = useState(() => new Drawer());
  const nodes = useMemo(() => drawer.nodes(doc, types, chosen, moving), [drawer, doc, types, chosen, moving]);
  const edges = useMemo(() => drawer.edges(doc, chosenEdges), [drawer, doc, chosenEdges]);

  const changeNodes = useCallback((changes: NodeChange<FlowNode>[]) => {
    const selected = selection(desk().chosen, changes);
    if (selected) useDesk.setState({ chosen: selected });
    setMoving((before) => moved(before, changes));
  }, []);
  const changeEdges = useCallback((changes: EdgeChange<FlowEdge>[]) => {
    const selected = selection(desk().edges, changes);
    if (selected) useDesk.setState({ edges: selected });
  }, []);
  const stopMoving = useCallback(() => setMoving(STILL), []);

  return { nodes, edges, changeNodes, changeEdges, stopMoving };
}

function selection(before: ReadonlySet<string>, changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[]): Set<string> | null {
  const selects = changes.filter((change) => change.type === "select");
  if (selects.length === 0) return null;
  const after = new Set(before);
  for (const { id, selected } of selects) {
    if (selected) after.add(id);
    else after.delete(id);
  }
  return after;
}

function moved(before: Moving, changes: readonly NodeChange<FlowNode>[]): Moving {
  const after = new Map(before);
  for (const change of changes) {
    if (change.type === "position" && change.position && change.dragging !== false) after.set(change.id, { ...after.get(change.id), ...change.position });
    if (change.type === "dimensions" && change.resizing === true && change.dimensions) {
      after.set(change.id, { ...after.get(change.id), ...change.dimensions });
    }
    // By now the edit is made that says the same.
    if (change.type === "dimensions" && change.resizing === false) after.delete(change.id);
  }
  return changes.every(({ type }) => type === "select") || (after.size === 0 && before.size === 0) ? before : after;
}

function takesFocus(box: HTMLElement | null, id: string): boolean {
  const card = box?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  card?.focus({ preventScroll: true });
  return card !== null && card === document.activeElement;
}

/** Choose what lies under the pointer, so that the menu is about it. */
function pointAt({ target }: MouseEvent): "node" | "edge" | "pane" {
  const element = target as Element;
  const node = element.closest(".react-flow__node")?.getAttribute("data-id");
  const edge = element.closest(".react-flow__edge")?.getAttribute("data-id");
  if (node != null && !node.startsWith("group ")) {
    if (!desk().chosen.has(node)) choose([node]);
    return "node";
  }
  if (edge != null) {
    choose([], [edge]);
    return "edge";
  }
  return "pane";
}

function edgeAt(x: number, y: number, edges: ReadonlyMap<string, DocEdge>): DocEdge | undefined {
  const found = document.elementsFromPoint(x, y).find((element) => element.closest(".react-flow__edge"));
  return edges.get(found?.closest(".react-flow__edge")?.getAttribute("data-id") ?? "");
}

function Arrow() {
  return (
    <svg className="absolute size-0" aria-hidden>
      <defs>
        <marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto" markerUnits="userSpaceOnUse">
          <path d="M0 .6 7 4 0 7.4Z" fill="context-stroke" />
        </marker>
      </defs>
    </svg>
  );
}
