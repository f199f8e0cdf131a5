import { expect, test, vi } from "vitest";
import { type Known, suggest } from "./completion";
import { inBrief } from "./kinds";
import type { DataItem } from "./preview";

const KNOWN: Known = {
  item: { json: { city: "Oslo", "mean temp": 4.5, hours: [{ at: 1 }], wind: { speed: 3 } }, binary: { map: { name: "map.png" } } },
  nodes: new Map<string, () => Promise<DataItem | null>>([
    ["Read", () => Promise.resolve({ json: { id: 7 } })],
    ["It's", () => Promise.resolve(null)],
    ['A "b"\\c', () => Promise.resolve({ json: { 'x "y"': { z: 1 } } })],
  ]),
  waiting: ["Ask"],
  timezone: "Asia/Tokyo",
};
const labels = async (before: string, explicit = false) => (await suggest(before, KNOWN, explicit))?.options.map(({ label }) => label) ?? [];
/** The body after the option is taken, the caret as `|`. */
const taken = async (before: string, label: string) => {
  const found = await suggest(before, KNOWN);
  return before.slice(0, found?.from) + (found?.options.find((option) => option.label === label)?.write ?? "?");
};

test("real fields are offered, nested, with their kind and a sample", async () => {
  expect(await suggest(" $json.", KNOWN)).toMatchObject({ options: [{ label: "city", kind: "text", sample: "Oslo" }, { label: "mean temp", kind: "number" }, { label: "hours", kind: "list" }, { label: "wind", kind: "object" }] });
  expect(await labels("1 + $json.wind.s")).toEqual(["speed"]);
  expect(await labels("$json.hours[0].")).toEqual(["at"]);
  expect(await labels("$json?.wind?.")).toEqual(["speed"]);
});

test("keys that are no identifiers get brackets", async () => {
  expect(await taken("$json.me", "mean temp")).toBe('$json["mean temp"]');
  expect(await taken("$json?.", "mean temp")).toBe('$json?.["mean temp"]');
  expect(await taken("$json.", "city")).toBe("$json.city");
  expect(await taken("$json['me", "mean temp")).toBe('$json["mean temp"]');
  expect(await taken("$json.hours", "hours")).toBe("$json.hours");
});

test("nodes that ran before are offered by name, then what they put out", async () => {
  expect(await labels("$(")).toEqual(["Read", "It's", 'A "b"\\c']);
  expect(await taken("$('Re", "Read")).toBe("$('Read')");
  expect(await taken("$(", "It's")).toBe('$("It\'s")');
  expect(await labels("$('Read').")).toEqual(["item", "first()", "last()", "all()"]);
  expect(await labels("$('Read').first().json.")).toEqual(["id"]);
  expect(await labels("$('Nobody').first().json.")).toEqual([]);
  expect(await labels("$input.")).toEqual(["item", "first()", "last()", "all()"]);
  expect(await labels("$input.item.json.wi")).toContain("wind");
});

test("names that need escapes are known, too", async () => {
  expect(await taken("$(", 'A "b"\\c')).toBe(String.raw`$("A \"b\"\\c")`);
  expect(await labels(String.raw`$("A \"b\"\\c").first().json["x \"y\""].`)).toEqual(["z"]);
  expect(await labels(String.raw`$('A "b"\\c').item.json.`)).toEqual(['x "y"']);
});

test("methods are offered for what a value is, and what they give is known", async () => {
  expect(await labels("$json.city.")).toEqual(expect.arrayContaining(["length", "toUpperCase()"]));
  expect(await labels("$json.city.split(', ').")).toEqual(expect.arrayContaining(["join()", "length"]));
  expect(await labels("Math.")).toContain("round()");
  expect(await labels("$execution.links.Ask.")).toEqual(["webhook", "approve", "reject"]);
});

test("only what there is is offered", async () => {
  expect(await labels("$")).toEqual(expect.arrayContaining(["$json", "$input", "$('Read')", "$now", "$binary"]));
  expect(await labels("$")).not.toContain("$vars");
  expect(await labels("$json.nothing.")).toEqual([]);
  expect(await labels("window.")).toEqual([]);
  expect(await labels("'$json.")).toEqual([]);
  expect(await labels("$json.city + ")).toEqual([]);
  expect(await labels("$json.city + ", true)).toContain("$json");
});

test("dates are known by their fields and methods, in the workflow's time zone", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-27T20:15:00.000Z") });
  const roots = (await suggest("$", KNOWN))?.options ?? [];
  const sampleOf = (name: string) => inBrief(roots.find(({ label }) => label === name)?.sample);
  expect([sampleOf("$now"), sampleOf("$today")]).toEqual(["2026-11-28T05:15:00.000+09:00", "2026-11-28T00:00:00.000+09:00"]);
  expect(await suggest("$now.", KNOWN)).toMatchObject({ options: expect.arrayContaining([expect.objectContaining({ label: "hour", sample: 5 }), expect.objectContaining({ label: "weekday", sample: 6 })]) as unknown });
  vi.useRealTimers();
  expect(await labels("$today.")).toEqual(expect.arrayContaining(["year", "plus()", "toFormat()", "startOf()"]));
  expect(await taken("$now.to", "toFormat()")).toBe('$now.toFormat("yyyy-MM-dd")');
  expect(await labels("$now.plus({ days: 1 }).startOf('day').")).toContain("toISODate()");
  expect(await labels("$now.toISO().")).toContain("slice()");
  expect(await labels("DateTime.")).toEqual(expect.arrayContaining(["fromISO()", "fromFormat()", "now()"]));
  expect(await labels("DateTime.fromISO($json.city).diff($now, 'days').")).toEqual(expect.arrayContaining(["days", "as()"]));
  expect(await labels("Duration.fromISO('PT1H').")).toContain("toHuman()");
  expect(await labels("Interval.fromDateTimes($today, $now).start.")).toContain("toFormat()");
});

test("code sees names of its own instead of those of expressions", async () => {
  const code: Known = { ...KNOWN, code: { item: KNOWN.item } };
  const offered = async (before: string) => (await suggest(before, code))?.options.map(({ label }) => label);
  expect(await offered("item.json.wind.")).toEqual(["speed"]);
  expect(await offered("const a = $json.ci")).toContain("city");
  expect(await offered("i")).toContain("item");
  expect(await offered("$")).not.toContain("$now");
  expect(await offered("$execution.")).toBeUndefined();
  expect(await offered("DateTime.")).toBeUndefined();
});
