import { stringifyExact } from "@/api/exact-json";
import { inBrief, kindOf, kindWord } from "@/expressions/kinds";
import type { Finding } from "@/expressions/lexer";
import { faultWords } from "@/expressions/words";
import { t } from "@/i18n/i18n";
import { LIMIT_MS, type Shown } from "./use-preview";

interface Props {
  shown: Shown | null;
  finding: Finding;
  /** All of the value, over several lines. */
  large?: boolean;
}

const LONGEST = 50_000;

/** What an expression comes to, for the item that is chosen in the input; or what is wrong with it. */
export function PreviewNote({ shown, finding, large = false }: Props) {
  if (!shown && !finding) return null;
  if (shown?.kind === "value") return large ? <Whole value={shown.value} missing={shown.missing} /> : <Brief value={shown.value} missing={shown.missing} />;
  const wrong = finding === "writing" ? null : finding ? faultWords(finding) : troubleOf(shown);
  return wrong === null ? (
    <p role="status" className="mt-1 text-xs text-soft">
      {finding === "writing" ? "…" : words(shown)}
    </p>
  ) : (
    <p role="alert" data-expression-fault className="mt-1 text-xs leading-4 break-words text-bad">
      {wrong}
    </p>
  );
}

function Brief({ value, missing }: { value: unknown; missing: boolean }) {
  return (
    <p role="status" className="mt-1 flex items-baseline gap-1.5 text-xs text-soft">
      <span className="shrink-0">{t("expression.is")}</span>
      <code data-preview data-kind={kindOf(value)} className="min-w-0 truncate font-mono text-run">
        {inBrief(value)}
      </code>
      <span className="shrink-0 text-faint">{missing ? t("preview.missing") : kindWord(kindOf(value))}</span>
    </p>
  );
}

function Whole({ value, missing }: { value: unknown; missing: boolean }) {
  const text = typeof value === "string" ? value : stringifyExact(value, "  ");
  return (
    <section aria-label={t("preview.value")} className="mt-3 rounded-[7px] border border-line bg-sunk/60">
      <h3 className="flex justify-between border-b border-line px-3 py-1.5 text-xs font-medium text-soft">
        {t("preview.value")} <span className="font-normal text-faint">{missing ? t("preview.missing") : kindWord(kindOf(value))}</span>
      </h3>
      <pre data-preview tabIndex={0} className="max-h-[24dvh] overflow-auto px-3 py-2 font-mono text-[13px] leading-5 break-words whitespace-pre-wrap">
        {text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}
      </pre>
    </section>
  );
}

function troubleOf(shown: Shown | null): string | null {
  switch (shown?.kind) {
    case "syntax":
      return faultWords(shown.fault);
    case "failed":
      return shown.message;
    case "stopped":
      return t("preview.tookTooLong", { seconds: LIMIT_MS / 1000 });
    default:
      return null;
  }
}

function words(shown: Shown | null): string {
  if (shown?.kind === "later") return t(shown.why === "noData" ? "preview.noData" : "preview.tooLong");
  return shown?.kind === "away" ? t("preview.unavailable") : "";
}
