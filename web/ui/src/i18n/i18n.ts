import { type Language, preferences } from "@/preferences/preferences";
import { de } from "./de";
import { en } from "./en";

export type MessageKey = keyof typeof en;

/** The names in braces in a message. */
type Names<Message> = Message extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<Key extends MessageKey> = Record<Names<(typeof en)[Key]>, string | number>;
/** Messages that are said as they are. */
export type PlainKey = { [Key in MessageKey]: [Names<(typeof en)[Key]>] extends [never] ? Key : never }[MessageKey];
type Arguments<Key extends MessageKey> = [Names<(typeof en)[Key]>] extends [never] ? [] : [Values<Key>];

const CATALOGUES: Record<Language, Record<MessageKey, string>> = { en, de };

/**
 * The message in the chosen language. `one|many` is told apart by `count`.
 * The page is drawn anew when the language changes, so that nothing has to listen for it.
 */
export function t<Key extends MessageKey>(key: Key, ...[values]: Arguments<Key>): string {
  const { language } = preferences();
  return filled(CATALOGUES[language][key], language, values);
}

/**
 * The message of a key that may not exist, such as one made of a server's code; null where it doesn't, or where `data`
 * lacks what it tells of. After a message that ends with a colon follows `more`.
 */
export function spoken(key: string, more: string, data: Readonly<Record<string, unknown>> = {}): string | null {
  const { language } = preferences();
  const message = Object.hasOwn(CATALOGUES[language], key) ? CATALOGUES[language][key as MessageKey] : null;
  if (message === null) return null;
  const places = [...message.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  if (!places.every((name) => typeof data[name] === "string" || typeof data[name] === "number")) return null;
  const words = filled(message, language, data as Record<string, string | number>);
  return words.endsWith(":") && more !== "" ? `${words} ${more}` : words;
}

function filled(message: string, language: Language, values: Record<string, string | number> = {}): string {
  const count = values["count"];
  const [one = "", many] = message.split("|");
  const chosen = many === undefined || (typeof count === "number" && new Intl.PluralRules(language).select(count) === "one") ? one : many;
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name], language));
}

function shown(value: string | number | undefined, language: Language): string {
  return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : (value ?? "");
}
