import type { ReactFlowInstance } from "@xyflow/react";
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Copy,
  CopyPlus,
  Group,
  Magnet,
  Map as MapIcon,
  Maximize,
  PanelRight,
  Pencil,
  Plus,
  Power,
  Redo2,
  Scissors,
  Spline,
  SquareDashedMousePointer,
  StickyNote,
  Clipboard as Paste,
  Trash2,
  Undo2,
  Ungroup,
  Wand,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import type { Action } from "@/actions/action";
import type { NodeTypes } from "@/api/node-types";
import type { Command } from "@/document/commands";
import type { Json, Point } from "@/document/definition";
import type { OpenWorkflow } from "@/document/open";
import { read, written } from "@/editor/clipboard";
import { copied, deleted, move, newId, pieceOf, type Piece } from "@/editor/compose";
import { choose, desk, openNode, useDesk } from "@/editor/desk";
import { aligned, type Alignment, bounds, type Box, cardSize, distributed, GRID, snapped } from "@/editor/geometry";
import { portsOf } from "@/editor/ports";
import { type PlainKey, t } from "@/i18n/i18n";
import { prefer, preferences } from "@/preferences/preferences";
import type { FlowEdge, FlowNode } from "./flow";

export interface Around {
  open: OpenWorkflow;
  types: NodeTypes | undefined;
  flow: ReactFlowInstance<FlowNode, FlowEdge>;
  /** The middle of what is seen, on the screen. */
  middle: () => Point;
}

const SECOND = 200;

/** Everything that can be done on the canvas. */
export function canvasActions(around: Around): Action[] {
  return [...editing(around), ...clipboard(around), ...arranging(around), ...looking(around), ...walking(around)];
}

const chosenNodes = ({ open }: Around) => [...open.doc.nodes.values()].filter(({ id }) => desk().chosen.has(id));
const theOne = (around: Around) => (desk().chosen.size === 1 ? chosenNodes(around)[0] : undefined);
const anyChosen = () => desk().chosen.size > 0;

function boxOf({ types }: Around, node: ReturnType<typeof chosenNodes>[number]): Box {
  return { ...node.position, ...cardSize(portsOf(node, types?.get(node.type))) };
}

function editing(around: Around): Action[] {
  const { open } = around;
  return [
    {
      id: "undo",
      label: t("edit.undo"),
      section: "section.edit",
      icon: Undo2,
      shortcuts: ["mod+z"],
      enabled: () => open.store.getState().undoLabel !== null,
      run: () => open.undo(),
    },
    {
      id: "redo",
      label: t("edit.redo"),
      section: "section.edit",
      icon: Redo2,
      shortcuts: ["mod+shift+z", "mod+y"],
      enabled: () => open.store.getState().redoLabel !== null,
      run: () => open.redo(),
    },
    {
      id: "add",
      label: t("edit.addNode"),
      section: "section.edit",
      icon: Plus,
      shortcuts: ["n"],
      run: () => pickNext(around),
    },
    {
      id: "open",
      label: t("edit.open"),
      section: "section.edit",
      icon: PanelRight,
      shortcuts: ["enter"],
      enabled: () => theOne(around) !== undefined,
      run: () => openNode(theOne(around)?.id ?? ""),
    },
    {
      id: "connect",
      label: t("edit.connectTo"),
      section: "section.edit",
      icon: Spline,
      shortcuts: ["c"],
      enabled: () => theOne(around) !== undefined,
      run: () => useDesk.setState({ connecting: theOne(around)?.id ?? null }),
    },
    {
      id: "rename",
      label: t("edit.rename"),
      section: "section.edit",
      icon: Pencil,
      shortcuts: ["f2"],
      enabled: () => theOne(around) !== undefined,
      run: () => useDesk.setState({ renaming: theOne(around)?.id ?? null }),
    },
    {
      id: "disable",
      label: t("edit.disable"),
      section: "section.edit",
      icon: Power,
      shortcuts: ["d"],
      enabled: () => chosenNodes(around).length > 0,
      run: () => toggleDisabled(around),
    },
    {
      id: "delete",
      label: t("edit.delete"),
      section: "section.edit",
      icon: Trash2,
      shortcuts: ["delete", "backspace"],
      enabled: () => anyChosen() || desk().edges.size > 0,
      run: () => {
        open.edit("edit.delete", deleted(open.doc, desk().chosen, desk().edges));
        choose([]);
        useDesk.setState({ open: null });
      },
    },
    {
      id: "note",
      label: t("edit.addNote"),
      section: "section.edit",
      icon: StickyNote,
      shortcuts: ["shift+n"],
      run: () => addNote(around),
    },
  ];
}

/** The next node hangs on the chosen one, or stands in the middle of what is seen. */
function pickNext(around: Around): void {
  const node = theOne(around);
  const [port] = node ? portsOf(node, around.types?.get(node.type)).outputs : [];
  const screen = around.middle();
  const box = node && boxOf(around, node);
  const at = box ? { x: box.x + box.width + 60, y: box.y } : around.flow.screenToFlowPosition(screen);
  const end = node && port !== undefined ? ({ node: node.id, port, side: "source" } as const) : null;
  useDesk.setState({ picking: { screen, at, end, edge: null } });
}

function toggleDisabled(around: Around): void {
  const nodes = chosenNodes(around);
  const type = nodes.some(({ disabled }) => !disabled) ? "disable_node" : "enable_node";
  around.open.edit("edit.disable", nodes.map(({ id }): Command => ({ type, node_id: id })));
}

function addNote({ open, flow, middle }: Around): void {
  const at = snapped(flow.screenToFlowPosition(middle()));
  const note: Json = { id: newId(), ...at, width: 240, height: 140, text: "", colour: "yellow" };
  open.edit("edit.addNote", [{ type: "change_notes", notes: [...open.doc.notes, note] }]);
  choose([note["id"] as string]);
}

function clipboard(around: Around): Action[] {
  const { open } = around;
  const toClipboard = () => void navigator.clipboard.writeText(written(pieceOf(open.doc, desk().chosen)));
  return [
    { id: "copy", label: t("edit.copy"), section: "section.edit", icon: Copy, shortcuts: ["mod+c"], native: true, enabled: anyChosen, run: toClipboard },
    {
      id: "cut",
      label: t("edit.cut"),
      section: "section.edit",
      icon: Scissors,
      shortcuts: ["mod+x"],
      native: true,
      enabled: anyChosen,
      run: () => {
        toClipboard();
        open.edit("edit.cut", deleted(open.doc, desk().chosen, new Set()));
      },
    },
    {
      id: "paste",
      label: t("edit.paste"),
      section: "section.edit",
      icon: Paste,
      shortcuts: ["mod+v"],
      native: true,
      run: () => void navigator.clipboard.readText().then((text) => paste(around, text)),
    },
    {
      id: "duplicate",
      label: t("edit.duplicate"),
      section: "section.edit",
      icon: CopyPlus,
      shortcuts: ["mod+d"],
      enabled: anyChosen,
      run: () => put(around, pieceOf(open.doc, desk().chosen), { x: 2 * GRID, y: 3 * GRID }, "edit.duplicate"),
    },
    {
      id: "all",
      label: t("edit.selectAll"),
      section: "section.edit",
      icon: SquareDashedMousePointer,
      shortcuts: ["mod+a"],
      run: () => choose([...open.doc.nodes.keys(), ...open.doc.notes.map(({ id }) => id as string)]),
    },
  ];
}

/** Put a piece from the clipboard into the middle of what is seen; false where the text is none. */
export function paste(around: Around, text: string): boolean {
  const piece = read(text);
  if (!piece) return false;
  const known = { ...piece, nodes: piece.nodes.filter(({ type }) => around.types?.has(type) ?? true) };
  const all = bounds([...known.nodes.map((node) => boxOf(around, node)), ...known.notes.map((note) => ({ ...(note as unknown as Box) }))]);
  const middle = around.flow.screenToFlowPosition(around.middle());
  const by = all ? snapped({ x: middle.x - all.x - all.width / 2, y: middle.y - all.y - all.height / 2 }) : { x: 0, y: 0 };
  put(around, known, by, "edit.paste");
  return true;
}

function put({ open }: Around, piece: Piece, by: Point, label: PlainKey): void {
  const { ids, commands } = copied(open.doc, piece, by);
  open.edit(label, commands);
  choose(ids);
}

const ALIGNMENTS = [
  ["left", AlignStartVertical],
  ["centre", AlignCenterVertical],
  ["right", AlignEndVertical],
  ["top", AlignStartHorizontal],
  ["middle", AlignCenterHorizontal],
  ["bottom", AlignEndHorizontal],
] as const satisfies readonly (readonly [Alignment, unknown])[];

function arranging(around: Around): Action[] {
  const { open } = around;
  const place = (label: PlainKey, how: (boxes: Box[]) => Point[]) => {
    const nodes = chosenNodes(around);
    const places = how(nodes.map((node) => boxOf(around, node)));
    open.edit(label, nodes.map((node, index) => move(node, places[index] as Point)));
  };
  const several = (least: number) => () => chosenNodes(around).length >= least;
  return [
    {
      id: "tidy",
      label: t("arrange.tidy"),
      section: "section.arrange",
      icon: Wand,
      shortcuts: ["shift+l"],
      enabled: () => open.doc.nodes.size > 0,
      run: () => void tidy(around),
    },
    ...ALIGNMENTS.map(
      ([how, icon]): Action => ({
        id: `align-${how}`,
        label: t(`arrange.${how}`),
        section: "section.arrange",
        icon,
        enabled: several(2),
        run: () => place(`arrange.${how}`, (boxes) => aligned(boxes, how)),
      }),
    ),
    {
      id: "distribute-x",
      label: t("arrange.spreadX"),
      section: "section.arrange",
      icon: AlignHorizontalDistributeCenter,
      enabled: several(3),
      run: () => place("arrange.spreadX", (boxes) => distributed(boxes, "x")),
    },
    {
      id: "distribute-y",
      label: t("arrange.spreadY"),
      section: "section.arrange",
      icon: AlignVerticalDistributeCenter,
      enabled: several(3),
      run: () => place("arrange.spreadY", (boxes) => distributed(boxes, "y")),
    },
    { id: "group", label: t("arrange.group"), section: "section.arrange", icon: Group, shortcuts: ["mod+g"], enabled: several(1), run: () => group(around) },
    {
      id: "ungroup",
      label: t("arrange.ungroup"),
      section: "section.arrange",
      icon: Ungroup,
      shortcuts: ["mod+shift+g"],
      enabled: () => open.doc.groups.some(holdsChosen),
      run: () => open.edit("arrange.ungroup", [{ type: "change_groups", groups: open.doc.groups.filter((other) => !holdsChosen(other)) }]),
    },
  ];
}

function holdsChosen({ nodes }: Json): boolean {
  return (nodes as string[]).some((id) => desk().chosen.has(id));
}

/** A node is in one group at most. */
function group(around: Around): void {
  const { open } = around;
  const nodes = chosenNodes(around).map(({ id }) => id);
  const others = open.doc.groups
    .map((other) => ({ ...other, nodes: (other["nodes"] as string[]).filter((id) => !nodes.includes(id)) }))
    .filter((other) => other.nodes.length > 0);
  open.edit("arrange.group", [{ type: "change_groups", groups: [...others, { id: newId(), title: "", nodes }] }]);
}

async function tidy(around: Around): Promise<void> {
  const { open, types } = around;
  const { laidOut } = await import("./layout");
  const some = chosenNodes(around).map(({ id }) => id);
  const ids = some.length > 1 ? some : [...open.doc.nodes.keys()];
  const ports = (id: string) => {
    const node = open.doc.nodes.get(id);
    return node ? portsOf(node, types?.get(node.type)) : { inputs: [], outputs: [] };
  };
  open.edit("arrange.tidy", await laidOut(open.doc, ids, ports));
  requestAnimationFrame(() => showAll(around.flow));
}

/** Beside the panel, where one is open. */
function showAll(flow: Around["flow"]): void {
  const right = desk().open === null ? 40 : preferences().panelWidth + 40;
  void flow.fitView({ padding: { left: "40px", right: `${right}px`, top: "60px", bottom: "70px" }, maxZoom: 1, duration: SECOND });
}

function looking({ flow }: Around): Action[] {
  return [
    { id: "fit", label: t("view.fit"), section: "section.view", icon: Maximize, shortcuts: ["1"], run: () => showAll(flow) },
    { id: "zoom-in", label: t("view.zoomIn"), section: "section.view", icon: ZoomIn, shortcuts: ["+", "="], run: () => void flow.zoomIn({ duration: SECOND }) },
    { id: "zoom-out", label: t("view.zoomOut"), section: "section.view", icon: ZoomOut, shortcuts: ["-"], run: () => void flow.zoomOut({ duration: SECOND }) },
    { id: "zoom-100", label: t("view.actual"), section: "section.view", icon: Maximize, shortcuts: ["0"], run: () => void flow.zoomTo(1, { duration: SECOND }) },
    { id: "minimap", label: t("view.minimap"), section: "section.view", icon: MapIcon, shortcuts: ["m"], run: () => prefer({ minimap: !preferences().minimap }) },
    { id: "snap", label: t("view.snap"), section: "section.view", icon: Magnet, run: () => prefer({ snap: !preferences().snap }) },
  ];
}

const STEPS = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] } as const;

/** With the keyboard alone: arrows move what is chosen, with Alt they go along the edges to the next node. */
function walking(around: Around): Action[] {
  const { open } = around;
  const nudge = ([x, y]: readonly [number, number]) =>
    open.edit(
      "edit.move",
      chosenNodes(around).map((node) => move(node, { x: node.position.x + x * GRID, y: node.position.y + y * GRID })),
      "nudge",
    );
  const moves = Object.entries(STEPS).map(
    ([key, step]): Action => ({ id: `nudge-${key}`, label: t("edit.move"), section: "section.keys", shortcuts: [key], hidden: true, enabled: () => chosenNodes(around).length > 0, run: () => nudge(step) }),
  );
  const along = (id: string, label: PlainKey, key: string, next: (nodeId: string) => string | undefined): Action => ({
    id,
    label: t(label),
    section: "section.keys",
    shortcuts: [key],
    hidden: true,
    enabled: () => open.doc.nodes.size > 0,
    run: () => {
      const node = theOne(around);
      const to = node ? next(node.id) : [...open.doc.nodes.keys()][0];
      if (to === undefined) return;
      choose([to]);
      if (desk().open !== null) openNode(to);
      void around.flow.fitView({ nodes: [{ id: to }], maxZoom: around.flow.getViewport().zoom, minZoom: around.flow.getViewport().zoom, duration: SECOND });
    },
  });
  const edges = () => [...open.doc.edges.values()];
  const sibling = (nodeId: string, by: number) => {
    const from = edges().find(({ target }) => target === nodeId)?.source;
    const all = from === undefined ? [...open.doc.nodes.keys()] : edges().filter(({ source }) => source === from).map(({ target }) => target);
    return all[(all.indexOf(nodeId) + by + all.length) % all.length];
  };
  return [
    ...moves,
    along("next", "walk.next", "alt+arrowright", (nodeId) => edges().find(({ source }) => source === nodeId)?.target),
    along("previous", "walk.previous", "alt+arrowleft", (nodeId) => edges().find(({ target }) => target === nodeId)?.source),
    along("below", "walk.below", "alt+arrowdown", (nodeId) => sibling(nodeId, 1)),
    along("above", "walk.above", "alt+arrowup", (nodeId) => sibling(nodeId, -1)),
  ];
}
