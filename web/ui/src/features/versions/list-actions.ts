import { ArrowDown, ArrowUp } from "lucide-react";
import type { Action } from "@/actions/action";
import { t } from "@/i18n/i18n";

/** Through the versions by keyboard. */
export function listActions(choose: (step: 1 | -1) => void): Action[] {
  return [
    { id: "older-version", label: t("versions.previous"), section: "section.versions", icon: ArrowDown, shortcuts: ["j"], run: () => choose(1) },
    { id: "newer-version", label: t("versions.next"), section: "section.versions", icon: ArrowUp, shortcuts: ["k"], run: () => choose(-1) },
  ];
}
