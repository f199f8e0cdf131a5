import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/api/client";
import type { components } from "@/api/schema";

/** Where code runs. */
export type Environment = components["schemas"]["Environment"];

export const environmentsQuery = queryOptions({
  queryKey: ["environments"],
  queryFn: async ({ signal }) => (await getJson<{ items: Environment[] }>("/api/environments", signal)).items,
  staleTime: Infinity,
});
