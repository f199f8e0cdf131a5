import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Group,
  Ungroup,
  Wand,
} from "lucide-react";
import type { Action } from "@/actions/action";
import type { Json, Point } from "@/document/definition";
import { membersOf, move, newId, ungrouped } from "@/editor/compose";
import { desk } from "@/editor/desk";
import { aligned, type Alignment, type Box, distributed } from "@/editor/geometry";
import { portsOf } from "@/editor/ports";
import { type PlainKey, t } from "@/i18n/i18n";
import { type Around, boxOf, chosenNodes } from "./around";
import { showAll } from "./looking";

const ALIGNMENTS = [
  ["left", AlignStartVertical],
  ["centre", AlignCenterVertical],
  ["right", AlignEndVertical],
  ["top", AlignStartHorizontal],
  ["middle", AlignCenterHorizontal],
  ["bottom", AlignEndHorizontal],
] as const satisfies readonly (readonly [Alignment, unknown])[];

export function arranging(around: Around): Action[] {
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
      run: () => open.edit("arrange.ungroup", open.doc.groups.filter(holdsChosen).map(({ id }) => ({ type: "remove_group", group_id: id }))),
    },
  ];
}

function holdsChosen(group: Json): boolean {
  return membersOf(group).some((id) => desk().chosen.has(id));
}

/** A node is in one group at most. */
function group(around: Around): void {
  const { open } = around;
  const nodes = chosenNodes(around).map(({ id }) => id);
  open.edit("arrange.group", [...ungrouped(open.doc, new Set(nodes)), { type: "add_group", group: { id: newId(), title: "", nodes } }]);
}

async function tidy(around: Around): Promise<void> {
  const { open, types } = around;
  const { laidOut } = await import("@/features/canvas/layout");
  const some = chosenNodes(around).map(({ id }) => id);
  const ids = some.length > 1 ? some : [...open.doc.nodes.keys()];
  const ports = (id: string) => {
    const node = open.doc.nodes.get(id);
    return node ? portsOf(node, types?.get(node.type)) : { inputs: [], outputs: [] };
  };
  open.edit("arrange.tidy", await laidOut(open.doc, ids, ports));
  requestAnimationFrame(() => showAll(around.flow));
}
