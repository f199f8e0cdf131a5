import { CloudOff, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { type FieldError, Problem, Unreachable } from "@/api/problem";
import { Button } from "./button";

/** What went wrong and what to do about it. */
export function Trouble({ error, onRetry, children }: { error: Error; onRetry?: () => void; children?: ReactNode }) {
  const away = error instanceof Unreachable;
  const Icon = away ? CloudOff : TriangleAlert;
  return (
    <div role="alert" className="flex items-start gap-3 rounded-[10px] border border-bad/35 bg-bad-wash px-4 py-3">
      <Icon size={18} className="mt-0.5 shrink-0 text-bad" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{error instanceof Problem ? error.detail : error.message}</p>
        {error instanceof Problem && <Faults errors={error.errors} />}
        {advice(error) !== "" && <p className="mt-0.5 text-sm text-soft">{advice(error)}</p>}
        {children}
      </div>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
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
          {fault.message}
        </li>
      ))}
      {errors.length > 20 && <li>… and {errors.length - 20} more</li>}
    </ul>
  );
}

function advice(error: Error): string {
  if (error instanceof Unreachable) return "See whether it runs (make up starts it) and whether you are online.";
  if (!(error instanceof Problem)) return "Reload the page. If it stays, the browser’s console says more.";
  if (error.status === 404) return "It may have been removed, or it belongs to somebody else.";
  if (error.status === 429) return `Too many requests. Wait ${error.retryAfter ?? 30} seconds and try again.`;
  if (error.status === 503) return "This passes as a rule; try again in a moment. flowtape doctor checks every part.";
  if (error.status >= 500) return "The fault is on our side. flowtape doctor checks every part; the server’s log says more.";
  return "";
}
