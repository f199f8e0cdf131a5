import { afterEach, expect, test } from "vitest";
import { prefer } from "@/preferences/preferences";
import { ago, duration, moment, size, withLocalTimes } from "./format";

test.each([
  [0, "0 ms"],
  [0.42, "0.4 ms"],
  [12.4, "12 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [9994, "9.99 s"],
  [9996, "10.0 s"],
  [59_960, "1 min"],
  [125_000, "2 min 5 s"],
  [3_599_600, "1 h"],
  [11_040_000, "3 h 4 min"],
])("%d milliseconds are %s", (milliseconds, words) => expect(duration(milliseconds)).toBe(words));

afterEach(() => prefer({ language: "en" }));

test("numbers are written as the language has them", () => {
  expect([duration(1420), size(12), size(1500), size(12_345_678)]).toEqual(["1.42 s", "12 B", "1.5 kB", "12.3 MB"]);
  prefer({ language: "de" });
  expect([duration(1420), duration(0.42), size(12_345_678)]).toEqual(["1,42 s", "0,4 ms", "12,3 MB"]);
});

test("instants in what the server says are told in local time", () => {
  const instant = "2026-12-24T17:00:00.123456+00:00";
  expect(withLocalTimes(`it waits until ${instant}`)).toBe(`it waits until ${moment(instant)}`);
  expect(withLocalTimes("write one such as 2026-12-24T18:00")).toBe("write one such as 2026-12-24T18:00");
});

test("a distance in time is told in its largest unit", () => {
  const now = Date.parse("2026-06-01T12:00:00Z");
  expect([ago(now - 20_000, now), ago(now - 240_000, now), ago(now - 86_400_000, now)]).toEqual(["just now", "4 minutes ago", "yesterday"]);
});
