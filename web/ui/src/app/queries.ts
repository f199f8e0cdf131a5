import { QueryClient } from "@tanstack/react-query";
import { nodeTypesQuery } from "@/api/node-types";
import { Problem } from "@/api/problem";
import { usePreferences } from "@/preferences/preferences";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; silence and a server that starts again pass.
      retry: (failures, error) => failures < 2 && (!(error instanceof Problem) || error.status >= 500),
      retryDelay: (failures) => 500 * 2 ** failures,
    },
  },
});

usePreferences.subscribe((now, before) => {
  if (now.language !== before.language) queries.removeQueries({ queryKey: nodeTypesQuery.queryKey });
});
