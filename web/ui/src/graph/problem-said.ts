import { useQuery } from "@tanstack/react-query";
import { type NodeTypes, nodeTypesQuery, type Schema } from "@/api/node-types";
import { faultSaid } from "@/api/said";
import type { WorkflowProblem } from "@/api/workflows";
import { count } from "@/lib/format";

/** What keeps a node from running, told with the name of the field it is about: “URL: this is needed”. */
export function useProblemSaid(): (problem: WorkflowProblem, type: string | undefined) => string {
  const types = useQuery(nodeTypesQuery).data;
  return (problem, type) => problemSaid(problem, type, types);
}

export function problemSaid(problem: WorkflowProblem, type: string | undefined, types: NodeTypes | undefined): string {
  const field = fieldName(problem.loc, types?.get(type ?? "")?.schema);
  return field === "" ? faultSaid(problem) : `${field}: ${faultSaid(problem)}`;
}

/** Of a node's parameter, as its form calls it: “Fields 2 › Name”; empty for what is about none. */
function fieldName([list, , part, ...path]: WorkflowProblem["loc"], root: Schema | undefined): string {
  if (list !== "nodes" || part !== "parameters") return "";
  const names: string[] = [];
  let here = root;
  for (const step of path) {
    const listed = typeof step === "number" && names.length > 0;
    here = inside(here, step, root);
    if (listed) names.push(`${names.pop()} ${count(step + 1)}`);
    else names.push(here?.title ?? String(step));
  }
  return names.join(" › ");
}

function inside(schema: Schema | undefined, step: string | number, root: Schema | undefined): Schema | undefined {
  const options = [schema, ...(schema?.anyOf ?? []), ...(schema?.oneOf ?? [])].map((one) => target(one, root));
  return options.map((one) => (typeof step === "number" ? one?.items : one?.properties?.[step])).find((found) => found !== undefined);
}

function target(schema: Schema | undefined, root: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.split("/").at(-1);
  return name === undefined ? schema : root?.$defs?.[name];
}
