import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/api/client";

export interface NodeTypeInfo {
  type: string;
  title: string;
  icon: string;
}

/** The installed node types by their name; they change only when the server is restarted. */
export const nodeTypesQuery = queryOptions({
  queryKey: ["node-types"],
  queryFn: async ({ signal }) => {
    const answer = await getJson<NodeTypeInfo[] | { items: NodeTypeInfo[] }>("/api/node-types", signal);
    const types = Array.isArray(answer) ? answer : answer.items;
    return new Map(types.map((info) => [info.type, info]));
  },
  staleTime: Infinity,
});
