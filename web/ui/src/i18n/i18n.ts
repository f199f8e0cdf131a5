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

function filled(message: string, language: Language, values: Record<string, string | number> = {}): string {
  const count = values["count"];
  const [one = "", many] = message.split("|");
  const chosen = many === undefined || (typeof count === "number" && new Intl.PluralRules(language).select(count) === "one") ? one : many;
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name], language));
}

function shown(value: string | number | undefined, language: Language): string {
  return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : (value ?? "");
}
