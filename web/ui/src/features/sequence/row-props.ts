import type { Action } from "@/actions/action";
import type { Listed } from "@/graph/sequence/edits";
import type { Row } from "@/graph/sequence/rows";

/** "extend": also all between; "toggle": one more, or one less; "only": nothing is chosen by it. */
export type How = "extend" | "toggle" | "only";
export type Go = (key: string, how?: How) => void;

export interface RowProps<Kind extends Row = Row> {
  row: Kind;
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  list: Listed;
  /** It is the one that Tab leads to. */
  isAt: boolean;
  go: Go;
  /** Run a node alone. */
  run: Action | undefined;
}
