import type { Action } from "@/actions/action";
import { move } from "@/editor/compose";
import { choose, desk, openNode } from "@/editor/desk";
import { GRID } from "@/editor/geometry";
import { type PlainKey, t } from "@/i18n/i18n";
import { type Around, chosenNodes, theOne } from "./around";
import { SECOND } from "./looking";
import { chosenNotes, noteSizes, shiftedNote } from "./notes";

const STEPS = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] } as const;

/** With the keyboard alone: arrows move what is chosen, with Alt they go along the edges to the next node. */
export function walking(around: Around): Action[] {
  const { open } = around;
  const nudge = ([x, y]: readonly [number, number]) =>
    open.edit(
      "edit.move",
      [
        ...chosenNodes(around).map((node) => move(node, { x: node.position.x + x * GRID, y: node.position.y + y * GRID })),
        ...chosenNotes(around).map((note) => shiftedNote(note, x * GRID, y * GRID)),
      ],
      "nudge",
    );
  const moves = Object.entries(STEPS).map(
    ([key, step]): Action => ({ id: `nudge-${key}`, label: t("edit.move"), section: "section.keys", shortcuts: [key], hidden: true, enabled: () => chosenNodes(around).length + chosenNotes(around).length > 0, run: () => nudge(step) }),
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
    ...noteSizes(around),
    { id: "node-menu", label: t("sequence.menu"), section: "section.keys", shortcuts: ["shift+f10", "contextmenu"], hidden: true, enabled: () => theOne(around) !== undefined, run: () => openMenu(theOne(around)?.id ?? "") },
    along("next", "walk.next", "alt+arrowright", (nodeId) => edges().find(({ source }) => source === nodeId)?.target),
    along("previous", "walk.previous", "alt+arrowleft", (nodeId) => edges().find(({ target }) => target === nodeId)?.source),
    along("below", "walk.below", "alt+arrowdown", (nodeId) => sibling(nodeId, 1)),
    along("above", "walk.above", "alt+arrowup", (nodeId) => sibling(nodeId, -1)),
  ];
}

/** The menu that a press with the other button would show, on the node. */
function openMenu(nodeId: string): void {
  const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`);
  if (!card) return;
  const { left, top, width, height } = card.getBoundingClientRect();
  card.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: left + width / 2, clientY: top + height / 2 }));
}
