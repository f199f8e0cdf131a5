import type { Token } from "./lexer";
import { saidBy } from "./string-literals";

export type Key = string | number;

/**
 * A plain path, which is walked without running anything. `root`: what it begins with; `first` or `last`: of a node's
 * items; `item`: the node's one that the item at hand came from.
 */
export interface Path {
  root: string;
  keys: readonly Key[];
  node: string | null;
}

/** An index pointed into the middle of a character. */
export class SplitCharacter extends Error {}

const ROOTS = new Set(["$json", "$binary", "$vars", "$execution", "$workflow", "$runIndex", "$itemIndex"]);
const IDENTIFIER = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
const INDEX = /^(?:0|[1-9]\d{0,14})$/;

/** The path that these tokens are, or null where they are anything else. */
export function plainPath(tokens: readonly Token[]): Path | null {
  const texts = tokens.map(({ text }) => text);
  const starts = (...wanted: (string | null)[]) => wanted.every((text, place) => (text === null ? place < texts.length : texts[place] === text));
  if (starts("$input", ".", "item", ".", "json")) return withKeys("$json", tokens.slice(5));
  if (starts("$", "(", null, ")", ".", null, "(", ")") && ["first", "last"].includes(texts[5] ?? "")) {
    const node = saidBy(tokens[2]);
    return node === null ? null : withKeys(texts[5] ?? "", tokens.slice(8), node);
  }
  if (starts("$", "(", null, ")", ".", "item")) {
    const node = saidBy(tokens[2]);
    return node === null ? null : withKeys("item", tokens.slice(6), node);
  }
  const [root] = texts;
  return root !== undefined && ROOTS.has(root) ? withKeys(root, tokens.slice(1)) : null;
}

function withKeys(root: string, tokens: readonly Token[], node: string | null = null): Path | null {
  const keys: Key[] = [];
  let rest = tokens;
  while (rest.length > 0) {
    const [mark, ...after] = rest;
    const inside = mark?.text === "?." && after[0]?.text === "[" ? after : rest;
    if ((mark?.text === "." || mark?.text === "?.") && after[0]?.kind === "name" && IDENTIFIER.test(after[0].text)) {
      keys.push(after[0].text);
      rest = rest.slice(2);
    } else if (inside[0]?.text === "[" && inside[2]?.text === "]") {
      const key = literalKey(inside[1]);
      if (key === null) return null;
      keys.push(key);
      rest = inside.slice(3);
    } else return null;
  }
  return { root, keys, node };
}

function literalKey(token: Token | undefined): Key | null {
  if (token?.kind === "number") return INDEX.test(token.text) ? Number(token.text) : null;
  return saidBy(token);
}

/** What stands at the end of the keys, or `undefined`. Own fields only: nothing of JavaScript's is data. */
export function walk(value: unknown, keys: readonly Key[]): unknown {
  return keys.reduce<unknown>(property, value);
}

function property(value: unknown, key: Key): unknown {
  if (typeof value === "string" || Array.isArray(value)) {
    if (key === "length") return value.length;
    const index = typeof key === "number" ? key : INDEX.test(key) ? Number(key) : -1;
    const found: unknown = value[index];
    if (typeof found === "string" && /^\p{Surrogate}$/u.test(found)) throw new SplitCharacter("half of a character can't be a value");
    return found;
  }
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<Key, unknown>)[key];
}
