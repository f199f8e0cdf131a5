import { localIn } from "@/lib/zones";
import { type Call, type Kind, Stand } from "./kinds";

type Calls = Readonly<Record<string, Call>>;

/** What people use most of what Luxon's values have; an expression may use the rest as well. */
const DATE: Calls = {
  toFormat: ['toFormat("yyyy-MM-dd|")', "text"],
  toISO: ["toISO()|", "text"],
  toISODate: ["toISODate()|", "text"],
  toLocaleString: ["toLocaleString(DateTime.DATE_MED|)", "text"] as const,
  toRelative: ["toRelative()|", "text"],
  plus: ["plus({ days: 1| })", "date"],
  minus: ["minus({ days: 1| })", "date"],
  startOf: ['startOf("day|")', "date"],
  endOf: ['endOf("day|")', "date"],
  set: ["set({ hour: 9| })", "date"],
  setZone: ['setZone("|")', "date"],
  setLocale: ['setLocale("|")', "date"],
  toUTC: ["toUTC()|", "date"],
  toLocal: ["toLocal()|", "date"],
  diff: ['diff(|, "days")', "duration"],
  diffNow: ['diffNow("days|")', "duration"],
  hasSame: ['hasSame(|, "day")', "boolean"],
  until: ["until(|)", "interval"],
  toMillis: ["toMillis()|", "number"],
  toSeconds: ["toSeconds()|", "number"],
  toJSDate: ["toJSDate()|", "object"],
};

const DURATION: Calls = {
  as: ['as("hours|")', "number"],
  toFormat: ['toFormat("hh:mm:ss|")', "text"],
  toHuman: ["toHuman()|", "text"],
  toISO: ["toISO()|", "text"],
  shiftTo: ['shiftTo("hours|")', "duration"],
  plus: ["plus({ hours: 1| })", "duration"],
  minus: ["minus({ hours: 1| })", "duration"],
  negate: ["negate()|", "duration"],
  toMillis: ["toMillis()|", "number"],
  toObject: ["toObject()|", "object"],
};

const INTERVAL: Calls = {
  contains: ["contains(|)", "boolean"],
  overlaps: ["overlaps(|)", "boolean"],
  count: ['count("days|")', "number"],
  length: ['length("days|")', "number"],
  toDuration: ['toDuration("days|")', "duration"],
  splitBy: ["splitBy({ days: 1| })", "list"],
  toFormat: ['toFormat("yyyy-MM-dd|")', "text"],
  toISO: ["toISO()|", "text"],
};

const DAY = 86_400_000;
const UNITS = ["years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds"];

/** Luxon's classes that expressions see, by name. */
export const CLASSES: Readonly<Record<string, Stand>> = {
  DateTime: new Stand("object", {}, {
    now: ["now()|", "date"],
    fromISO: ["fromISO(|)", "date"],
    fromFormat: ['fromFormat(|, "dd.MM.yyyy")', "date"],
    fromMillis: ["fromMillis(|)", "date"],
    fromSeconds: ["fromSeconds(|)", "date"],
    fromSQL: ["fromSQL(|)", "date"],
    fromHTTP: ["fromHTTP(|)", "date"],
    fromRFC2822: ["fromRFC2822(|)", "date"],
    fromJSDate: ["fromJSDate(|)", "date"],
    fromObject: ["fromObject({ year: | })", "date"],
    local: ["local(|)", "date"],
    utc: ["utc(|)", "date"],
    max: ["max(|)", "date"],
    min: ["min(|)", "date"],
  }),
  Duration: new Stand("object", {}, {
    fromObject: ["fromObject({ hours: 1| })", "duration"],
    fromISO: ['fromISO("PT1H|")', "duration"],
    fromMillis: ["fromMillis(|)", "duration"],
  }),
  Interval: new Stand("object", {}, {
    fromDateTimes: ["fromDateTimes(|)", "interval"],
    after: ["after(|, { days: 1 })", "interval"],
    before: ["before(|, { days: 1 })", "interval"],
    fromISO: ["fromISO(|)", "interval"],
  }),
};

/** A time of which only the kinds of its fields are known. */
const SOME_DATE = date([0, 0, 0, 0, 0, 0], "");

/** What it is at `time` in that zone. */
export function dateAt(time: number, zone: string): Stand {
  const local = localIn(zone, time);
  return date(local.split(/\D/).map(Number), zone, local + offsetOf(local, time, zone));
}

function date([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[], zoneName: string, text?: string): Stand {
  const ordinal = (Date.UTC(year, month - 1, day) - Date.UTC(year, 0)) / DAY + 1;
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  return new Stand("date", { year, month, day, hour, minute, second, weekday, ordinal, quarter: Math.ceil(month / 3), zoneName, isValid: true }, DATE, text);
}

/** An example of what a call gives; undefined where it is none of Luxon's values. */
export function dateLike(kind: Kind): Stand | undefined {
  if (kind === "date") return SOME_DATE;
  if (kind === "duration") return new Stand("duration", Object.fromEntries(UNITS.map((unit) => [unit, 0])), DURATION);
  if (kind === "interval") return new Stand("interval", { start: SOME_DATE, end: SOME_DATE, isValid: true }, INTERVAL);
  return undefined;
}

function offsetOf(local: string, time: number, zone: string): string {
  if (zone === "UTC") return "Z";
  const minutes = Math.round((Date.parse(`${local}Z`) - time) / 60_000);
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => String(part).padStart(2, "0"));
  return `${minutes < 0 ? "-" : "+"}${hours}:${rest}`;
}
