import { expect, test, vi } from "vitest";
import { prefer } from "@/preferences/preferences";
import type { Action } from "./action";
import { actionFor, matches, shown } from "./shortcuts";

const keys = (key: string, ...held: ("ctrl" | "meta" | "shift" | "alt")[]) => ({
  key,
  ctrlKey: held.includes("ctrl"),
  metaKey: held.includes("meta"),
  shiftKey: held.includes("shift"),
  altKey: held.includes("alt"),
});
const action = (id: string, shortcut: string, more: Partial<Action> = {}): Action => ({
  id,
  label: id,
  section: "section.edit",
  shortcuts: [shortcut],
  run: vi.fn(),
  ...more,
});

test("mod is Ctrl here and Command on a Mac", () => {
  expect(matches("mod+k", keys("k", "ctrl"), false)).toBe(true);
  expect(matches("mod+k", keys("k", "meta"), false)).toBe(false);
  expect(matches("mod+k", keys("k", "meta"), true)).toBe(true);
  expect([shown("mod+shift+z", false), shown("mod+shift+z", true)]).toEqual(["Ctrl+Shift+Z", "⇧⌘Z"]);
});

test("keys are called what stands on them", () => {
  expect(["mod+enter", "delete", "shift+alt+arrowleft", "f2"].map((keys) => shown(keys, false))).toEqual(["Ctrl+Enter", "Del", "Alt+Shift+←", "F2"]);
  prefer({ language: "de" });
  expect(["mod+enter", "delete", "mod+shift+z"].map((keys) => shown(keys, false))).toEqual(["Strg+Enter", "Entf", "Strg+Umschalt+Z"]);
  prefer({ language: "en" });
});

test("letters tell Shift apart, signs don't", () => {
  expect(matches("mod+z", keys("Z", "ctrl", "shift"), false)).toBe(false);
  expect(matches("mod+shift+z", keys("Z", "ctrl", "shift"), false)).toBe(true);
  expect(matches("?", keys("?", "shift"), false)).toBe(true);
  expect(matches("?", keys("?"), false)).toBe(true);
});

test("the newest scope goes first, and what is not possible now is passed over", () => {
  const page = action("page", "delete");
  const canvas = action("canvas", "delete", { enabled: () => possible });
  let possible = true;
  expect(actionFor([[page], [canvas]], keys("Delete"), false)).toBe(canvas);
  possible = false;
  expect(actionFor([[page], [canvas]], keys("Delete"), false)).toBe(page);
});

test("while somebody types, only what says so answers", () => {
  const palette = action("palette", "mod+k", { whileTyping: true });
  expect(actionFor([[action("all", "mod+k"), palette]], keys("k", "ctrl"), true)?.id).toBe("palette");
  expect(actionFor([[action("all", "mod+a")]], keys("a", "ctrl"), true)).toBeUndefined();
});
