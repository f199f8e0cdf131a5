import { useEffect, useEffectEvent } from "react";
import type { Subject, Told } from "@/api/stream/subscription";
import { tabStream } from "@/api/stream/tab-stream";

/** Together, so that a burst of events draws the page once. */
const TOGETHER = 100;

/**
 * Follow these while the component lives.
 * `onMissed`: something may have happened that no event told of, so read anew.
 */
export function useTold(subjects: readonly Subject[], onTold: (events: readonly Told[]) => void, onMissed: () => void): void {
  const told = useEffectEvent(onTold);
  const missed = useEffectEvent(onMissed);
  const named = subjects.join("&");
  useEffect(() => {
    const leaving = new AbortController();
    let waiting: Told[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let opening = false;
    const flush = () => {
      timer = undefined;
      const events = waiting;
      waiting = [];
      told(events);
    };
    const onEvent = (event: Told) => {
      waiting.push(event);
      timer ??= setTimeout(flush, TOGETHER);
    };
    const onOpen = () => {
      if (opening) return;
      opening = true;
      queueMicrotask(() => {
        opening = false;
        if (!leaving.signal.aborted) missed();
      });
    };
    for (const subject of named.split("&") as Subject[]) tabStream.listen(subject, { onOpen, onEvent }, leaving.signal);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [named]);
}
