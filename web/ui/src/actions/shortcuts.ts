import { type Action, isEnabled } from "./action";

export interface Keys {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const NAMES: Record<string, string> = {
  delete: "Del",
  backspace: "⌫",
  escape: "Esc",
  enter: "Enter",
  home: "Home",
  end: "End",
  contextmenu: "Menu",
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
  " ": "Space",
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

/** As people read it: "Ctrl+Shift+Z", "⇧⌘Z". */
export function shown(shortcut: string, mac = isMac): string {
  const parts = shortcut.split("+");
  const key = parts.pop() || "+";
  const name = NAMES[key] ?? (/^.$|^f\d+$/.test(key) ? key.toUpperCase() : key);
  const before = (part: string, sign: string, word: string) => (parts.includes(part) ? (mac ? sign : `${word}+`) : "");
  const alt = before("alt", "⌥", "Alt");
  const shift = before("shift", "⇧", "Shift");
  const command = before("mod", "⌘", "Ctrl");
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
