import { memo } from "react";
import { BranchLine, EndLine, LinkLine } from "./plain-rows";
import type { RowProps } from "./row-props";
import { StepLine } from "./step-line";

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
