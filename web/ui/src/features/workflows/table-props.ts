import type { WorkflowSummary } from "@/api/workflows";
import type { Deeds } from "./deeds";
import type { Narrow } from "./use-filter";

export interface TableProps {
  workflows: readonly WorkflowSummary[];
  chosen: ReadonlySet<string>;
  onChoose: (ids: readonly string[], wish: boolean) => void;
  deeds: Deeds;
  narrow: Narrow;
  onOrganise: (workflows: readonly WorkflowSummary[]) => void;
}
