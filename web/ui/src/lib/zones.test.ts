import { afterEach, expect, test } from "vitest";
import { prefer } from "@/preferences/preferences";
import { clock, moment, withLocalTimes } from "./format";
import { localIn, timeIn, zoneNamed } from "./zones";

afterEach(() => prefer({ timeZone: "", language: "en" }));

test.each([
  ["Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59.000"],
  ["Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00.000"],
  ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00.000"],
  ["Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00.000"],
  ["America/St_Johns", "2026-01-01T02:00:00.250Z", "2025-12-31T22:30:00.250"],
  ["UTC", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999"],
])("in %s it is %s at %s", (zone, instant, local) => expect(localIn(zone, Date.parse(instant))).toBe(local));

test.each([
  ["Europe/Berlin", "2026-07-01T12:00", "2026-07-01T10:00:00.000Z"],
  ["Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00.000Z"],
  ["Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00.000Z"],
  ["Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
  ["America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00.000Z"],
  ["America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00.000Z"],
  ["Pacific/Apia", "2026-01-01T00:00", "2025-12-31T11:00:00.000Z"],
  ["UTC", "0020-05-01T12:00", "0020-05-01T12:00:00.000Z"],
])("the clocks of %s show %s at %s", (zone, local, instant) => expect(new Date(timeIn(zone, local)).toISOString()).toBe(instant));

test("a failure may tell of a time that is none", () => expect(withLocalTimes("no such time: 2026-13-45T25:61Z")).toBe("no such time: 2026-13-45T25:61Z"));

test("what is no local time is none in any zone", () => expect(timeIn("UTC", "yesterday")).toBeNaN());

test("zones are known in any case and with spaces, and others are not", () => {
  expect(["europe/berlin", " America/New York ", "utc", "Europe/Bielefeld", "", "+02:00"].map(zoneNamed)).toEqual(["Europe/Berlin", "America/New_York", "UTC", null, null, null]);
});

test("every time is told in the zone that somebody prefers, from one moment to the next", () => {
  const instant = "2026-07-01T12:00:00.250Z";
  prefer({ language: "de", timeZone: "Asia/Tokyo" });
  expect([moment(instant), clock(Date.parse(instant)), withLocalTimes(`bis ${instant}`)]).toEqual(["01.07.2026, 21:00:00", "21:00:00.250", "bis 01.07.2026, 21:00:00"]);
  prefer({ timeZone: "America/St_Johns" });
  expect([moment(instant), clock(Date.parse(instant))]).toEqual(["01.07.2026, 09:30:00", "09:30:00.250"]);
});
