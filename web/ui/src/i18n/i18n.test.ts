import { afterEach, expect, test } from "vitest";
import { prefer } from "@/preferences/preferences";
import { de } from "./de";
import { en } from "./en";
import { t } from "./i18n";

afterEach(() => prefer({ language: "en" }));

const places = (message: string) => [...new Set(message.match(/\{\w+\}/g))].sort();

test("both languages say the same with the same places to fill", () => {
  const english = en as Record<string, string>;
  const german = de as Record<string, string>;
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  for (const [key, message] of Object.entries(english)) {
    expect([key, places(german[key] ?? "")]).toEqual([key, places(message)]);
    expect([key, german[key]?.includes("|")]).toEqual([key, message.includes("|")]);
    expect(german[key]?.trim()).not.toBe("");
  }
});

test("one and many are told apart, and numbers are written as the language has them", () => {
  expect(t("items", { count: 1 })).toBe("1 item");
  expect(t("items", { count: 12345 })).toBe("12,345 items");
  prefer({ language: "de" });
  expect(t("items", { count: 12345 })).toBe("12.345 Einträge");
});
