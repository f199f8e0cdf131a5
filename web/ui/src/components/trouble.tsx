import { CloudOff, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { type FieldError, Problem, Unreachable } from "@/api/problem";
import { errorSaid, faultSaid } from "@/api/said";
import { t } from "@/i18n/i18n";
import { Button } from "./button";

/** What went wrong and what to do about it. */
export function Trouble({ error, onRetry, children }: { error: Error; onRetry?: () => void; children?: ReactNode }) {
  const away = error instanceof Unreachable;
  const Icon = away ? CloudOff : TriangleAlert;
  return (
    <div role="alert" className="flex items-start gap-3 rounded-[10px] border border-bad/35 bg-bad-wash px-4 py-3">
      <Icon size={18} className="mt-0.5 shrink-0 text-bad" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{errorSaid(error)}</p>
        {error instanceof Problem && <Faults errors={error.errors} />}
        {advice(error) !== "" && <p className="mt-0.5 text-sm text-soft">{advice(error)}</p>}
        {children}
      </div>
      {onRetry && <Button onClick={onRetry}>{t("again")}</Button>}
    </div>
  );
}

function Faults({ errors }: { errors: readonly FieldError[] }) {
  if (errors.length === 0) return null;
  return (
    <ul className="mt-1 list-disc pl-5 text-sm">
      {errors.slice(0, 20).map((fault, index) => (
        <li key={index} className="break-words">
          {fault.loc.length > 0 && <code className="font-mono text-soft">{fault.loc.join(".")} </code>}
          {faultSaid(fault)}
        </li>
      ))}
      {errors.length > 20 && <li>{t("trouble.more", { count: errors.length - 20 })}</li>}
    </ul>
  );
}

function advice(error: Error): string {
  if (error instanceof Unreachable) return t("trouble.unreachable");
  if (!(error instanceof Problem)) return t("trouble.page");
  if (error.status === 404) return t("trouble.404");
  if (error.status === 429) return t("trouble.429", { count: error.retryAfter ?? 30 });
  if (error.status === 503) return t("trouble.503");
  if (error.status >= 500) return t("trouble.500");
  return "";
}
