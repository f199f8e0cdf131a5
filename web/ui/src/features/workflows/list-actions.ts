import { ArrowDown, ArrowUp, CheckSquare, FileUp, Search } from "lucide-react";
import type { Action } from "@/actions/action";
import { t } from "@/i18n/i18n";
import { SEARCH_ID } from "./toolbar";

interface Wishes {
  openImport: () => void;
  toggle: (id: string) => void;
}

/** The list by keyboard: the row whose name has the focus is the one that is meant. */
export function listActions({ openImport, toggle }: Wishes): Action[] {
  const section = "section.workflows";
  return [
    { id: "search", label: t("workflows.focusSearch"), section, icon: Search, shortcuts: ["/"], run: () => document.getElementById(SEARCH_ID)?.focus() },
    { id: "import", label: t("import.title"), section, icon: FileUp, shortcuts: ["i"], run: openImport },
    { id: "next-workflow", label: t("workflows.next"), section, icon: ArrowDown, shortcuts: ["j"], run: () => walk(1) },
    { id: "previous-workflow", label: t("workflows.previous"), section, icon: ArrowUp, shortcuts: ["k"], run: () => walk(-1) },
    {
      id: "toggle-workflow",
      label: t("workflows.toggle"),
      section,
      icon: CheckSquare,
      shortcuts: ["x"],
      enabled: () => focused() !== undefined,
      run: () => {
        const id = focused();
        if (id !== undefined) toggle(id);
      },
    },
  ];
}

function focused(): string | undefined {
  return document.activeElement instanceof HTMLElement ? document.activeElement.dataset["workflow"] : undefined;
}

function walk(step: number): void {
  const names = [...document.querySelectorAll<HTMLElement>("[data-workflow]")];
  const now = names.findIndex((name) => name.dataset["workflow"] === focused());
  const next = now < 0 ? 0 : Math.min(names.length - 1, Math.max(0, now + step));
  names[next]?.focus();
}
