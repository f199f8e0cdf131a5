import type { Row } from "@/graph/sequence/rows";
import type { How } from "./row-props";

/** The steps that are chosen once somebody has gone to a row like that; `from`: the row that the choice began at. */
export function chosenBy(rows: readonly Row[], chosen: ReadonlySet<string>, from: string | null, to: string, how: How | undefined): Iterable<string> {
  // A step that has just been made has no row yet.
  const here = to.startsWith("step ") ? [to.slice("step ".length)] : [];
  if (how === "toggle") return new Set([...here, ...chosen].filter((id) => !here.includes(id) || !chosen.has(id)));
  if (how !== "extend") return here;
  const end = rows.findIndex(({ key }) => key === to);
  const begin = rows.findIndex(({ key }) => key === from);
  // Where it began may be gone.
  const ends = [begin < 0 ? end : begin, end].sort((one, other) => one - other) as [number, number];
  return rows.slice(ends[0], ends[1] + 1).flatMap((row) => (row.kind === "step" ? [row.id] : []));
}
