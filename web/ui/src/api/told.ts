import { useEffect, useEffectEvent } from "react";
import { follow } from "@/api/follow";

/** An event of the tab's stream. */
export interface Told {
  type: string;
  at: string;
  workflow_id?: string;
  execution_id?: string;
  data: Readonly<Record<string, unknown>>;
}

/** Together, so that a burst of events draws the page once. */
const TOGETHER = 100;

/**
 * Follow `subjects`, such as `list=workflows`, through lost connections while the component lives.
 * `onMissed`: something may have happened that no event told of, so read anew.
 */
export function useTold(subjects: string, onTold: (events: readonly Told[]) => void, onMissed: () => void): void {
  const told = useEffectEvent(onTold);
  const missed = useEffectEvent(onMissed);
  useEffect(() => {
    const leaving = new AbortController();
    let waiting: Told[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const events = waiting;
      waiting = [];
      told(events);
    };
    const onMessage = ({ event, data }: { event: string; data: string }) => {
      if (event === "presence") return;
      if (event === "open" || event === "reset") {
        missed();
        return;
      }
      waiting.push(JSON.parse(data) as Told);
      timer ??= setTimeout(flush, TOGETHER);
    };
    void follow(`/api/stream?${subjects}`, { onMessage, onConnection: () => undefined, isLast: () => false }, leaving.signal);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [subjects]);
}
