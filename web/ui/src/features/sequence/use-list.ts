import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { nodeTypesQuery } from "@/api/node-types";
import { useOpenState } from "@/document/context";
import { listed, type Listed } from "@/graph/sequence/edits";
import { type Row, unfolded } from "@/graph/sequence/rows";
import { useFolded } from "./folded";

export interface Shown {
  list: Listed;
  /** Those that aren't folded away. */
  rows: readonly Row[];
  /** By key, among those. */
  placeOf: ReadonlyMap<string, number>;
}

export function useShown(): Shown {
  const types = useQuery(nodeTypesQuery).data;
  const doc = useOpenState((state) => state.doc);
  const folded = useFolded(({ keys }) => keys);
  const list = useMemo(() => listed(doc, types), [doc, types]);
  return useMemo(() => {
    const rows = unfolded(list.sequence.rows, folded);
    return { list, rows, placeOf: new Map(rows.map(({ key }, place) => [key, place])) };
  }, [list, folded]);
}
