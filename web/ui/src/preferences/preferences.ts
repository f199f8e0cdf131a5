import { create } from "zustand";
import { zoneNamed } from "@/lib/zones";

export const THEMES = ["system", "light", "dark"] as const;
export const LANGUAGES = ["en", "de"] as const;
export const VIEWS = ["canvas", "sequence"] as const;
export type Theme = (typeof THEMES)[number];
export type Language = (typeof LANGUAGES)[number];
/** How workflows are shown in the editor. */
export type View = (typeof VIEWS)[number];

/** What somebody likes, on this machine alone. */
export interface Preferences {
  theme: Theme;
  language: Language;
  /** By its IANA name; empty: the computer's. */
  timeZone: string;
  view: View;
  snap: boolean;
  minimap: boolean;
  palette: boolean;
  logs: boolean;
  /** Pixels. */
  panelWidth: number;
}

const KEY = "flowtape.preferences";
/** Pixels; in less there is room for the canvas alone. */
const WIDE = 768;

export const usePreferences = create<Preferences>(() => ({ ...defaults(), ...read() }));

export function preferences(): Preferences {
  return usePreferences.getState();
}

export function prefer(change: Partial<Preferences>): void {
  usePreferences.setState(change);
}

usePreferences.subscribe((now) => localStorage.setItem(KEY, JSON.stringify(now)));

function defaults(): Preferences {
  // Tests of pure logic have no window.
  const roomy = ((globalThis as { innerWidth?: number }).innerWidth ?? WIDE) >= WIDE;
  return { theme: "system", language: preferredLanguage(), timeZone: "", view: "canvas", snap: true, minimap: roomy, palette: roomy, logs: false, panelWidth: 420 };
}

function preferredLanguage(): Language {
  const asked = (globalThis.navigator as Navigator | undefined)?.language.slice(0, 2);
  return LANGUAGES.find((language) => language === asked) ?? "en";
}

/** Only what is known and of the right kind; anything else is as if it had never been chosen. */
function read(): Partial<Preferences> {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, unknown>;
    const usual = defaults() as unknown as Record<string, unknown>;
    const good = Object.entries(kept).filter(([name, value]) => typeof value === typeof usual[name]);
    return Object.fromEntries(good.filter(([name, value]) => known(name, value)));
  } catch {
    return {};
  }
}

function known(name: string, value: unknown): boolean {
  const choices: Record<string, readonly unknown[]> = { theme: THEMES, language: LANGUAGES, view: VIEWS };
  if (name === "timeZone") return value === "" || zoneNamed(value as string) !== null;
  return choices[name]?.includes(value) ?? true;
}
