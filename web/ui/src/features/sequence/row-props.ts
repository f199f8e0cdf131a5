import type { Action } from "@/actions/action";
import type { Listed } from "@/graph/sequence/edits";
import type { Row } from "@/graph/sequence/rows";

export interface RowProps<Kind extends Row = Row> {
  row: Kind;
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  list: Listed;
  /** It is the one that Tab leads to. */
  isAt: boolean;
  go: (key: string) => void;
  /** Run a node alone. */
  run: Action | undefined;
}
