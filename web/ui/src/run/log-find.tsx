import { ChevronDown, ChevronUp, ListFilter, Search } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "@/i18n/i18n";

interface Props {
  text: string;
  onText: (text: string) => void;
  /** Which hit is the present one, from 0; -1: none. */
  nth: number;
  hits: number;
  onStep: (step: 1 | -1) => void;
  onlyHits: boolean;
  onOnlyHits: (only: boolean) => void;
}

/** Search with its count of hits; Enter goes to the next, with Shift to the one before. */
export function LogFind({ text, onText, nth, hits, onStep, onlyHits, onOnlyHits }: Props) {
  const none = hits === 0;
  return (
    <span role="search" className="flex items-center gap-0.5">
      <span className="relative min-w-16">
        <Search size={13} className="absolute top-1/2 left-2 -translate-y-1/2 text-faint" aria-hidden />
        <input
          type="search"
          aria-label={t("logs.search")}
          placeholder={t("logs.search")}
          className="field h-7 w-36 py-0 pr-1 pl-7 text-xs"
          value={text}
          onChange={({ target }) => onText(target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            onStep(event.shiftKey ? -1 : 1);
          }}
        />
      </span>
      <output aria-label={t("logs.hits")} className="figures min-w-14 text-center text-xs text-soft">
        {text !== "" && (nth < 0 ? t("logs.hitCount", { count: hits }) : t("logs.hitOf", { place: nth + 1, of: hits }))}
      </output>
      <Step label={t("logs.previous")} disabled={none} onClick={() => onStep(-1)} icon={<ChevronUp size={15} aria-hidden />} />
      <Step label={t("logs.next")} disabled={none} onClick={() => onStep(1)} icon={<ChevronDown size={15} aria-hidden />} />
      <Step label={t("logs.onlyHits")} pressed={onlyHits} onClick={() => onOnlyHits(!onlyHits)} icon={<ListFilter size={14} aria-hidden />} />
    </span>
  );
}

interface StepProps {
  label: string;
  icon: ReactNode;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
}

function Step({ label, icon, onClick, disabled = false, pressed }: StepProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
      className={`grid size-7 place-items-center rounded-[7px] hover:bg-sunk disabled:opacity-40 ${pressed === true ? "bg-sunk text-ink" : "text-soft"}`}
    >
      {icon}
    </button>
  );
}
