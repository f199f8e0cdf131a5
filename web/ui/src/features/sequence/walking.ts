import type { Action } from "@/actions/action";
import type { Row } from "@/graph/sequence/rows";
import { type PlainKey, t } from "@/i18n/i18n";
import type { Around } from "./around";
import { fold, unfold, useFolded } from "./folded";
import type { How } from "./row-props";

const stepAfter = (rows: readonly Row[], place: number) => rows.slice(place + 1).find(({ kind }) => kind === "step");
const stepBefore = (rows: readonly Row[], place: number) => rows.slice(0, Math.max(0, place)).findLast(({ kind }) => kind === "step");

/** From row to row with the keyboard, as in any tree. */
export function walking({ shown, row, go }: Around, isHere: () => boolean, openMenu: () => void): Action[] {
  const to = (id: string, label: PlainKey, key: string, next: (rows: readonly Row[], place: number) => Row | undefined, how?: How): Action => ({
    id,
    label: t(label),
    section: "section.keys",
    shortcuts: [key],
    hidden: true,
    enabled: () => isHere() && shown().rows.length > 0,
    run: () => {
      const { rows, placeOf } = shown();
      const found = next(rows, placeOf.get(row()?.key ?? "") ?? -1);
      if (found) go(found.key, how);
    },
  });
  const isFolded = (one: Row) => useFolded.getState().keys.has(one.key);
  return [
    to("walk-up", "sequence.walkUp", "arrowup", (rows, place) => rows[Math.max(0, place - 1)]),
    to("walk-down", "sequence.walkDown", "arrowdown", (rows, place) => rows[place + 1]),
    to("extend-up", "sequence.extendUp", "shift+arrowup", stepBefore, "extend"),
    to("extend-down", "sequence.extendDown", "shift+arrowdown", stepAfter, "extend"),
    to("pass-up", "sequence.passUp", "mod+arrowup", (rows, place) => rows[Math.max(0, place - 1)], "only"),
    to("pass-down", "sequence.passDown", "mod+arrowdown", (rows, place) => rows[place + 1], "only"),
    to("toggle", "sequence.toggle", "mod+ ", (rows, place) => rows[place], "toggle"),
    to("walk-first", "sequence.walkFirst", "home", (rows) => rows[0]),
    to("walk-last", "sequence.walkLast", "end", (rows) => rows.at(-1)),
    to("fold", "sequence.fold", "arrowleft", (rows, place) => {
      const here = rows[place];
      if (here?.hasRows === true && !isFolded(here)) fold(here.key);
      else return rows.find(({ key }) => key === here?.parent);
      return undefined;
    }),
    to("unfold", "sequence.unfold", "arrowright", (rows, place) => {
      const here = rows[place];
      if (here && isFolded(here)) unfold(here.key);
      else if (here?.hasRows === true) return rows[place + 1];
      return undefined;
    }),
    { id: "row-menu", label: t("sequence.menu"), section: "section.keys", shortcuts: ["shift+f10", "contextmenu"], hidden: true, enabled: () => isHere() && row() !== undefined, run: openMenu },
  ];
}
