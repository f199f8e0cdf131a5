import { useSearchParams } from "wouter";
import type { WorkflowFilter } from "@/api/workflow-list";
import { filterOf, queryOf } from "./filter";

export type Narrow = (change: Partial<WorkflowFilter>) => void;

/** The filter that the address holds, and the way to change it. */
export function useFilter(): [WorkflowFilter, Narrow] {
  const [query, setQuery] = useSearchParams();
  const filter = filterOf(query);
  const narrow: Narrow = (change) => setQuery((before) => queryOf({ ...filterOf(before), ...change }), { replace: "search" in change });
  return [filter, narrow];
}
