/** Names of the IANA database that the browser knows. */
export function zones(): readonly string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes("UTC") ? known : ["UTC", ...known];
}

/** The zone's name as the browser writes it, of one typed in any case or with spaces; null where there is none. */
export function zoneNamed(typed: string): string | null {
  const name = typed.trim().replace(/ +/g, "_");
  const known = zones().find((zone) => zone.toLowerCase() === name.toLowerCase());
  if (known !== undefined || !/^[A-Za-z]/.test(name)) return known ?? null;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return null;
  }
}

let computers: string | null = null;

export function computersZone(): string {
  computers ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return computers;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const made =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-US", { timeZone: zone, calendar: "iso8601", hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  clocks.set(zone, made);
  return made;
}

/** What a clock on the wall of that zone shows, as milliseconds since 1970 if it were UTC's. */
function wall(time: number, zone: string): number {
  const parts = Object.fromEntries(clockOf(zone).formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((time % 1000) + 1000) % 1000);
}

/** "2026-03-29T02:30:00.000", as the zone's clocks show that time. */
export function localIn(zone: string, time: number): string {
  return new Date(wall(time, zone)).toISOString().slice(0, -1);
}

const DAY = 86_400_000;
/** While a year is typed, fields hold years like 0020, of which the browser's zones tell nothing of use. */
const FIRST_KNOWN = Date.UTC(1900, 0, 1);

/**
 * When the zone's clocks show this local time; NaN where it isn't one. Of an hour that comes twice it is the first, and
 * one that is skipped is as many minutes after the change, as browsers have it.
 */
export function timeIn(zone: string, local: string): number {
  const shown = Date.parse(`${local}Z`);
  if (Number.isNaN(shown) || shown < FIRST_KNOWN) return shown;
  const before = wall(shown - DAY, zone) - (shown - DAY);
  const after = wall(shown + DAY, zone) - (shown + DAY);
  const fits = [before, after].find((offset) => wall(shown - offset, zone) === shown);
  return shown - (fits ?? before);
}
