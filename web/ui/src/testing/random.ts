/** The same numbers for the same seed, so that what fails can be made to fail again. */
export function random(seed: number): { whole: (below: number) => number; pick: <T>(from: readonly T[]) => T } {
  let state = seed + 0x6d2b79f5;
  const whole = (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  return { whole, pick: (from) => from[whole(from.length)] as (typeof from)[number] };
}
