import { t } from "@/i18n/i18n";
import { preferences } from "@/preferences/preferences";

/** Made once for each language. */
function byLanguage<T>(make: (language: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const { language } = preferences();
    const known = made.get(language) ?? make(language);
    made.set(language, known);
    return known;
  };
}

const numbers = byLanguage((language) => new Intl.NumberFormat(language));
const dates = byLanguage((language) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }));
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

/** "1 item", "2,000 items". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** Milliseconds for people: "0.4 ms", "12 ms", "1.42 s", "2 min 5 s", "3 h 4 min". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return milliseconds <= 0 ? "0 ms" : `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(seconds < 9.995 ? 2 : 1)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "812 B", "1.4 kB", "52.0 MB". */
export function bytes(size: number): string {
  if (size < 1000) return `${Math.round(size)} B`;
  return size < 1e6 ? `${(size / 1e3).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}

/** "just now", "4 minutes ago", "yesterday". */
export function ago(time: number, now: number): string {
  const passed = time - now;
  const unit = UNITS.find(([, length]) => Math.abs(passed) >= length);
  return unit ? distances().format(Math.round(passed / unit[1]), unit[0]) : t("justNow");
}

export function moment(iso: string): string {
  return dates().format(new Date(iso));
}

/** "14:03:07.250", local time. */
export function clock(time: number): string {
  const at = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}

/** The end of an id, enough to tell two apart by eye. */
export function shortId(id: string): string {
  return id.slice(-8);
}
