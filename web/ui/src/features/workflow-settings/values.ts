export interface Concurrency {
  limit?: number;
  key?: string | null;
  beyond?: string;
}

/** What somebody typed, as a number that the setting may have: null for none, undefined for what is no such number. */
export function numberOf(typed: string, { whole, least, most = Infinity }: { whole: boolean; least: number; most?: number }): number | null | undefined {
  if (typed === "") return null;
  const value = Number(typed);
  const fits = Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value));
  return fits ? value : undefined;
}

/** The concurrency with that change; null where there is no limit any more. */
export function concurrencyWith(now: Concurrency | null, change: Omit<Concurrency, "limit"> & { limit?: number | null }): Concurrency | null {
  const { limit = now?.limit, ...rest } = change;
  if (limit === null || limit === undefined) return null;
  const { key, ...others } = { ...now, ...rest, limit };
  return key === undefined || key === null || key === "" ? others : { ...others, key };
}

/** Keys as they are written beside each other. */
export function keysOf(typed: string): string[] | null {
  const keys = [...new Set(typed.split(",").map((key) => key.trim()))].filter((key) => key !== "");
  return keys.length === 0 ? null : keys;
}
