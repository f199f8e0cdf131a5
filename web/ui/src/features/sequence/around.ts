import type { OpenWorkflow } from "@/document/open";
import type { Row } from "@/graph/sequence/rows";
import type { Go } from "./row-props";
import type { Shown } from "./use-list";

/** What the actions are about; asked anew each time. */
export interface Around {
  open: OpenWorkflow;
  shown: () => Shown;
  /** The row that has the focus. */
  row: () => Row | undefined;
  /** To a row; a step there is chosen alone, unless `how` says otherwise. */
  go: Go;
  say: (text: string) => void;
}
