import { t } from "@/i18n/i18n";
import { preferences } from "@/preferences/preferences";
import { computersZone, localIn } from "./zones";

/** As the machine writes that language: British English is not American. */
function localeOf(language: string): string {
  const asked = (globalThis.navigator as Navigator | undefined)?.languages ?? [];
  return asked.find((locale) => locale.slice(0, 2) === language) ?? language;
}

/** Made once for each language and time zone. */
function byLanguage<T>(make: (language: string, timeZone: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const { language } = preferences();
    const key = `${language} ${timeZone()}`;
    const known = made.get(key) ?? make(localeOf(language), timeZone());
    made.set(key, known);
    return known;
  };
}

/** The time zone that the reader has chosen, or else the computer's. */
export function timeZone(): string {
  return preferences().timeZone || computersZone();
}

const numbers = byLanguage((language) => new Intl.NumberFormat(language));
const exactly = (places: number) => byLanguage((language) => new Intl.NumberFormat(language, { minimumFractionDigits: places, maximumFractionDigits: places }));
const decimals = { 1: exactly(1), 2: exactly(2) };
const dates = byLanguage((language, timeZone) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone }));
const distances = byLanguage((language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600_000],
  ["month", 2_629_800_000],
  ["week", 604_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

export function count(value: number): string {
  return numbers().format(value);
}

/** With so many places behind the decimal sign. */
function decimal(value: number, places: 1 | 2): string {
  return decimals[places]().format(value);
}

/** Bytes for people: "12 B", "1.5 kB", "12.3 MB". */
export function size(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  return bytes < 1e6 ? `${decimal(bytes / 1e3, 1)} kB` : `${decimal(bytes / 1e6, 1)} MB`;
}

/** Milliseconds for people: "0.4 ms", "12 ms", "1.42 s", "2 min 5 s", "3 h 4 min"; without what is nothing. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return milliseconds <= 0 ? "0 ms" : `${decimal(milliseconds, 1)} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${decimal(seconds, seconds < 9.995 ? 2 : 1)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return both(minutes, "min", Math.round(seconds) % 60, "s");
  return both(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function both(large: number, unit: string, small: number, part: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${part}`;
}

/** "just now", "4 minutes ago", "yesterday". */
export function ago(time: number, now: number): string {
  const passed = time - now;
  const unit = UNITS.find(([, length]) => Math.abs(passed) >= length);
  return unit ? distances().format(Math.round(passed / unit[1]), unit[0]) : t("justNow");
}

/** Day and time where the reader is, of an RFC 3339 text or of milliseconds. */
export function moment(at: string | number): string {
  return dates().format(new Date(at));
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/g;

/** What the server says, with the instants in it as they are where the reader is; what only looks like one stays. */
export function withLocalTimes(text: string): string {
  return text.replace(INSTANT, (at) => (Number.isNaN(Date.parse(at)) ? at : moment(at)));
}

/** "14:03:07.250", local time. */
export function clock(time: number): string {
  return localIn(timeZone(), Math.trunc(time)).slice(11);
}

/** The end of an id, enough to tell two apart by eye. */
export function shortId(id: string): string {
  return id.slice(-8);
}
