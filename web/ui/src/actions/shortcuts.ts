import { type PlainKey, t } from "@/i18n/i18n";
import { type Action, isEnabled } from "./action";

export interface Keys {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const SIGNS: Record<string, string> = { backspace: "⌫", escape: "Esc", arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓" };
/** What stands on the keys differs by language. */
const NAMES: Record<string, PlainKey> = {
  delete: "key.delete",
  enter: "key.enter",
  home: "key.home",
  end: "key.end",
  contextmenu: "key.menu",
  " ": "key.space",
};

export const isMac = /Mac|iP(hone|ad)/.test((globalThis.navigator as Navigator | undefined)?.userAgent ?? "");

/** Whether these keys are the shortcut; "mod" is Ctrl, and ⌘ on a Mac. */
export function matches(shortcut: string, keys: Keys, mac = isMac): boolean {
  const parts = shortcut.split("+");
  const key = parts.pop() || "+";
  const mod = mac ? keys.metaKey : keys.ctrlKey;
  const other = mac ? keys.ctrlKey : keys.metaKey;
  // A sign such as ? may need Shift on one keyboard and not on another.
  const shiftCounts = /^[a-z0-9]$|^\w{2,}$/.test(key);
  return (
    keys.key.toLowerCase() === key &&
    mod === parts.includes("mod") &&
    !other &&
    keys.altKey === parts.includes("alt") &&
    (!shiftCounts || keys.shiftKey === parts.includes("shift"))
  );
}

/** As people read it: "Ctrl+Shift+Z", "⇧⌘Z", "Strg+Umschalt+Z". */
export function shown(shortcut: string, mac = isMac): string {
  const parts = shortcut.split("+");
  const key = parts.pop() || "+";
  const word = NAMES[key];
  const name = word ? t(word) : (SIGNS[key] ?? (/^.$|^f\d+$/.test(key) ? key.toUpperCase() : key));
  const before = (part: string, sign: string, held: PlainKey) => (parts.includes(part) ? (mac ? sign : `${t(held)}+`) : "");
  const alt = before("alt", "⌥", "key.alt");
  const shift = before("shift", "⇧", "key.shift");
  const command = before("mod", "⌘", "key.ctrl");
  return (mac ? alt + shift + command : command + alt + shift) + name;
}

/** The action that the keys ask for; the newest scope goes first. */
export function actionFor(scopes: readonly (readonly Action[])[], keys: Keys, typing: boolean): Action | undefined {
  const all = scopes.toReversed().flat();
  return all.find(
    (action) =>
      action.native !== true &&
      (!typing || action.whileTyping === true) &&
      (action.shortcuts ?? []).some((shortcut) => matches(shortcut, keys)) &&
      isEnabled(action),
  );
}
