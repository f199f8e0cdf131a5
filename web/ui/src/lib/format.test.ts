import { expect, test } from "vitest";
import { ago, counted, duration } from "./format";

test.each([
  [0, "0 ms"],
  [0.42, "0.4 ms"],
  [12.4, "12 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [9994, "9.99 s"],
  [9996, "10.0 s"],
  [59_960, "1 min 0 s"],
  [125_000, "2 min 5 s"],
  [3_599_600, "1 h 0 min"],
  [11_040_000, "3 h 4 min"],
])("%d milliseconds are %s", (milliseconds, words) => expect(duration(milliseconds)).toBe(words));

test("counts agree with their noun", () => {
  expect([counted(0, "item"), counted(1, "item"), counted(2000, "item")]).toEqual(["0 items", "1 item", "2,000 items"]);
});

test("a distance in time is told in its largest unit", () => {
  const now = Date.parse("2026-06-01T12:00:00Z");
  expect([ago(now - 20_000, now), ago(now - 240_000, now), ago(now - 86_400_000, now)]).toEqual(["just now", "4 minutes ago", "yesterday"]);
});
