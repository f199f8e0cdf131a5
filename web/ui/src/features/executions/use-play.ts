import { useCallback, useEffect, useState } from "react";
import { useWatchStore } from "@/run/watch";

export const SPEEDS = [1, 5, 20, 100, 500] as const;

export interface Play {
  playing: boolean;
  /** Events a second. */
  speed: number;
  setSpeed: (speed: number) => void;
  toggle: () => void;
}

/** Play the tape from where it stands; from its beginning where it stands at its end. */
export function usePlay(): Play {
  const store = useWatchStore();
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(5);
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let at = store.getState().place ?? store.getState().count;
    const frame = (now: number) => {
      const { count, place, seek } = store.getState();
      // Somebody moved it in between.
      if (Math.floor(at) !== (place ?? count)) at = place ?? count;
      at += ((now - last) / 1000) * speed;
      last = now;
      if (Math.floor(at) !== place) seek(Math.floor(at));
      if (at >= count) setPlaying(false);
      else next = requestAnimationFrame(frame);
    };
    let next = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(next);
  }, [playing, speed, store]);
  const toggle = useCallback(() => {
    const { place, seek } = store.getState();
    if (place === null) seek(0);
    setPlaying((before) => place === null || !before);
  }, [store]);
  return { playing, speed, setSpeed, toggle };
}
