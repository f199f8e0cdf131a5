import type { Definition } from "@/api/workflows";
import { docOf } from "@/document/definition";
import type { Compared } from "./compare";

/** Both versions in one definition: as it is after, and what is gone besides. */
export function together(before: Compared | null, after: Compared): Definition {
  const now = docOf(after);
  const was = before ? docOf(before) : now;
  return { nodes: [...new Map([...was.nodes, ...now.nodes]).values()], edges: [...new Map([...was.edges, ...now.edges]).values()] };
}
