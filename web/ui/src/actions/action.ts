import type { LucideIcon } from "lucide-react";
import type { PlainKey } from "@/i18n/i18n";

/** Something that somebody may want: one object for the button, the menu, the shortcut and the command palette. */
export interface Action {
  id: string;
  label: string;
  /** Under which heading lists show it. */
  section: PlainKey;
  icon?: LucideIcon;
  /** Such as "mod+shift+z", "delete", "?"; the first one is shown. */
  shortcuts?: readonly string[];
  /** Its shortcuts work while somebody types, too. */
  whileTyping?: boolean;
  /** The browser itself tells of its shortcuts, as it does of copying and pasting. */
  native?: boolean;
  /** Not listed in the command palette. */
  hidden?: boolean;
  enabled?: () => boolean;
  run: () => void;
}

export function isEnabled(action: Action): boolean {
  return action.enabled?.() ?? true;
}

export function perform(action: Action): void {
  if (isEnabled(action)) action.run();
}
