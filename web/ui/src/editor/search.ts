import type { Category, NodeTypeInfo } from "@/api/node-types";

export const CATEGORIES: readonly Category[] = ["trigger", "network", "data", "flow", "code"];

/** How well a text fits what somebody typed; 0: not at all. Beginnings count most, scattered letters least. */
export function fit(text: string, typed: string): number {
  const [where, what] = [plain(text), plain(typed)];
  if (what === "") return 1;
  const at = where.indexOf(what);
  if (at === 0) return 100;
  if (at > 0) return /\W/.test(where[at - 1] ?? "") ? 80 : 50;
  return what.split(" ").every((word) => where.includes(word)) ? 30 : scattered(where, what) ? 10 : 0;
}

/** The types that fit, best first; by category and title where nothing is typed. */
export function found(types: Iterable<NodeTypeInfo>, typed: string): NodeTypeInfo[] {
  const scored = [...types].map((type) => ({ type, score: Math.max(fit(type.title, typed) * 2, fit(type.type, typed), fit(type.help, typed) > 10 ? 5 : 0) }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || place(one.type) - place(other.type) || one.type.title.localeCompare(other.type.title))
    .map(({ type }) => type);
}

function place({ category }: NodeTypeInfo): number {
  return CATEGORIES.indexOf(category);
}

function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").trim();
}

function scattered(where: string, what: string): boolean {
  let at = -1;
  return what.length > 1 && Array.from(what).every((letter) => (at = where.indexOf(letter, at + 1)) >= 0);
}
