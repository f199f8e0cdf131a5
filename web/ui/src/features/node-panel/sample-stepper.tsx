import { ChevronLeft, ChevronRight } from "lucide-react";
import { t } from "@/i18n/i18n";
import { PAGE_SIZE, useSample } from "./data";
import type { World } from "./world";

const STEP = "grid size-6 place-items-center rounded-[6px] text-soft hover:bg-sunk hover:text-ink disabled:opacity-35 disabled:hover:bg-transparent";

/** Which item expressions are previewed with: one back, one on. */
export function SampleStepper({ world: { around, total } }: { world: World }) {
  const { index: place } = around;
  if (total !== null && total < 2) return null;
  const go = (to: number) => useSample.setState({ offset: to - (to % PAGE_SIZE), index: to % PAGE_SIZE });
  const said = total === null ? t("preview.item", { number: place + 1 }) : t("preview.itemOf", { number: place + 1, total });
  return (
    <div role="group" aria-label={t("preview.choice")} className="flex items-center gap-1 text-xs text-soft">
      <span className="figures" aria-live="polite">
        {said}
      </span>
      <button type="button" className={STEP} aria-label={t("preview.itemBefore")} title={t("preview.itemBefore")} disabled={place === 0} onClick={() => go(place - 1)}>
        <ChevronLeft size={15} aria-hidden />
      </button>
      <button type="button" className={STEP} aria-label={t("preview.itemAfter")} title={t("preview.itemAfter")} disabled={total !== null && place + 1 >= total} onClick={() => go(place + 1)}>
        <ChevronRight size={15} aria-hidden />
      </button>
    </div>
  );
}
