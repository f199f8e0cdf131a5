import { faultSaid } from "@/api/said";
import type { WorkflowProblem } from "@/api/workflows";

export type Path = readonly (string | number)[];

/** What is wrong with a node, by the path of the parameter; what is about none of them stands under "". */
export function faultsOf(problems: readonly WorkflowProblem[], nodeId: string): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const problem of problems) {
    const { node_id, loc } = problem;
    if (node_id !== nodeId) continue;
    const message = faultSaid(problem);
    const key = pathKey(loc[0] === "nodes" && loc[2] === "parameters" ? loc.slice(3) : []);
    faults.set(key, faults.has(key) ? `${faults.get(key)}; ${message}` : message);
  }
  return faults;
}

export function pathKey(path: Path): string {
  return path.join("\n");
}
