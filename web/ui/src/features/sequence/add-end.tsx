import { Plus, Zap } from "lucide-react";
import { Button } from "@/components/button";
import { t } from "@/i18n/i18n";
import { pick, slotAfter } from "./adding";
import type { Shown } from "./use-list";

/** Below the list. */
export function AddEnd({ shown: { list } }: { shown: Shown }) {
  return (
    <div className="flex gap-2 px-4 pb-20 pl-[4.4rem]">
      <Button look="plain" className="h-8 px-3" icon={<Plus size={15} aria-hidden />} onClick={({ currentTarget }) => pick(slotAfter(list, undefined), beside(currentTarget))}>
        {t("sequence.addEnd")}
      </Button>
      <Button look="quiet" className="h-8 px-3" icon={<Zap size={15} aria-hidden />} onClick={({ currentTarget }) => pick(null, beside(currentTarget))}>
        {t("sequence.addStart")}
      </Button>
    </div>
  );
}

function beside(button: HTMLElement): { x: number; y: number } {
  const { left, top } = button.getBoundingClientRect();
  return { x: left, y: top };
}
