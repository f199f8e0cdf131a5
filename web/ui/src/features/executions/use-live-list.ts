import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type ExecutionFilter, executionPage, executionPages } from "@/api/executions";
import type { Connection, Told } from "@/api/stream/subscription";
import { tabStream } from "@/api/stream/tab-stream";
import { after, type ListEvent, withNewest } from "./list-changes";

/** Events are gathered so long before the list is drawn anew. */
const GATHER = 150;
/** The newest page is asked for at most this often. */
const APART = 700;

/** Keep what has been loaded of a list as it is now; says whether it does. */
export function useLiveList(filter: ExecutionFilter): Connection {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>("connecting");
  useEffect(() => {
    const leaving = new AbortController();
    const { queryKey } = executionPages(filter);
    let events: ListEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let refreshing: ReturnType<typeof setTimeout> | undefined;

    const refresh = () => {
      refreshing ??= setTimeout(() => {
        executionPage(filter, null, leaving.signal)
          .then((newest) => queries.setQueryData(queryKey, (pages) => pages && withNewest(pages, newest)))
          .catch(() => undefined)
          .finally(() => (refreshing = undefined));
      }, APART);
    };
    const flush = () => {
      timer = undefined;
      const gathered = events;
      events = [];
      queries.setQueryData(queryKey, (pages) => {
        let next = pages;
        for (const event of gathered) {
          if (!next) break;
          const told = after(next, event, filter);
          next = told.pages;
          // What a node waits for is in the row, and not in the event.
          if (!told.known || event.type === "execution.waiting") refresh();
        }
        return next;
      });
    };
    const onEvent = (event: Told) => {
      events.push(event as ListEvent);
      timer ??= setTimeout(flush, GATHER);
    };
    tabStream.listen("list=executions", { onOpen: refresh, onEvent, onConnection: setConnection }, leaving.signal);
    return () => {
      leaving.abort();
      clearTimeout(timer);
      clearTimeout(refreshing);
    };
  }, [filter, queries]);
  return connection;
}
