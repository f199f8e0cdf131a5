import { dateLike } from "./dates";
import type { Call, Kind } from "./kinds";

type Methods = Partial<Record<Kind, Record<string, Call>>>;

/** The methods people use most, of what JavaScript has; an expression may call any other as well. */
export const METHODS: Methods = {
  text: {
    at: ["at(|)", "text"],
    endsWith: ['endsWith("|")', "boolean"],
    includes: ['includes("|")', "boolean"],
    indexOf: ['indexOf("|")', "number"],
    match: ["match(/|/)", "list"],
    padEnd: ["padEnd(|)", "text"],
    padStart: ["padStart(|)", "text"],
    replace: ['replace("|", "")', "text"],
    replaceAll: ['replaceAll("|", "")', "text"],
    slice: ["slice(|)", "text"],
    split: ['split("|")', "list"],
    startsWith: ['startsWith("|")', "boolean"],
    toLowerCase: ["toLowerCase()|", "text"],
    toUpperCase: ["toUpperCase()|", "text"],
    trim: ["trim()|", "text"],
  },
  number: {
    toFixed: ["toFixed(|)", "text"],
    toLocaleString: ["toLocaleString(|)", "text"] as const,
    toString: ["toString()|", "text"] as const,
  },
  list: {
    at: ["at(|)", "nothing"],
    every: ["every((x) => |)", "boolean"],
    filter: ["filter((x) => |)", "list"],
    find: ["find((x) => |)", "nothing"],
    flat: ["flat()|", "list"],
    flatMap: ["flatMap((x) => |)", "list"],
    includes: ["includes(|)", "boolean"],
    indexOf: ["indexOf(|)", "number"],
    join: ['join("|")', "text"],
    map: ["map((x) => |)", "list"],
    reduce: ["reduce((sum, x) => |, 0)", "nothing"],
    slice: ["slice(|)", "list"],
    some: ["some((x) => |)", "boolean"],
    toReversed: ["toReversed()|", "list"],
    toSorted: ["toSorted()|", "list"],
  },
};

const EXAMPLES: Partial<Record<Kind, unknown>> = { text: "", number: 0, list: [], boolean: false };

/** Something of the kind that a call gives; undefined where nothing is known of it. */
export function exampleOf(kind: Kind): unknown {
  return EXAMPLES[kind] ?? dateLike(kind);
}

/** Objects of JavaScript's own whose functions are offered by what they have. */
export const LIBRARIES: Readonly<Record<string, object>> = { Array, Date, JSON, Math, Number, Object, String };

export function functionsOf(library: object): string[] {
  const own = Object.entries(Object.getOwnPropertyDescriptors(library));
  return own.flatMap(([name, { value }]) => (typeof value === "function" && name !== "prototype" ? [name] : []));
}
