import { memo } from "react";
import type { Action } from "@/actions/action";
import type { Listed } from "@/graph/sequence/edits";
import type { Row } from "@/graph/sequence/rows";
import { BranchLine, EndLine, LinkLine } from "./plain-rows";
import { StepLine } from "./step-line";

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

export const RowView = memo(function RowView(props: RowProps) {
  const { row } = props;
  switch (row.kind) {
    case "step":
      return <StepLine {...props} row={row} />;
    case "branch":
      return <BranchLine {...props} row={row} />;
    case "link":
      return <LinkLine {...props} row={row} />;
    case "end":
      return <EndLine {...props} row={row} />;
  }
});
