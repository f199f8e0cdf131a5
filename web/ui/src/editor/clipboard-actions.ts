import { Clipboard as Paste, Copy, CopyPlus, Scissors, SquareDashedMousePointer } from "lucide-react";
import type { Action } from "@/actions/action";
import { t } from "@/i18n/i18n";
import { desk } from "./desk";

/** What a view of the workflow does with what is chosen, and with what is pasted. */
export interface ClipboardDeeds {
  /** As text; null: nothing is chosen. */
  copied: () => string | null;
  cut: () => void;
  /** False where the text is no piece of a workflow. */
  paste: (text: string) => boolean;
  duplicate: () => void;
  selectAll: () => void;
}

/** For menus and the palette; of the clipboard's own keys the browser tells by events. */
export function clipboardActions({ copied, cut, paste, duplicate, selectAll }: ClipboardDeeds): Action[] {
  const enabled = () => desk().chosen.size > 0;
  const toClipboard = () => void navigator.clipboard.writeText(copied() ?? "");
  const cutAway = () => {
    toClipboard();
    cut();
  };
  const insert = () => void navigator.clipboard.readText().then(paste);
  return [
    { id: "copy", label: t("edit.copy"), section: "section.edit", icon: Copy, shortcuts: ["mod+c"], native: true, enabled, run: toClipboard },
    { id: "cut", label: t("edit.cut"), section: "section.edit", icon: Scissors, shortcuts: ["mod+x"], native: true, enabled, run: cutAway },
    { id: "paste", label: t("edit.paste"), section: "section.edit", icon: Paste, shortcuts: ["mod+v"], native: true, run: insert },
    { id: "duplicate", label: t("edit.duplicate"), section: "section.edit", icon: CopyPlus, shortcuts: ["mod+d"], enabled, run: duplicate },
    { id: "all", label: t("edit.selectAll"), section: "section.edit", icon: SquareDashedMousePointer, shortcuts: ["mod+a"], run: selectAll },
  ];
}
