import { Link } from "wouter";
import type { WorkflowSummary } from "@/api/workflows";
import { Ago } from "@/components/ago";
import { StatusPill } from "@/components/status";
import { t } from "@/i18n/i18n";

export function LastRun({ run }: { run: WorkflowSummary["last_execution"] }) {
  if (!run) return <span className="text-sm text-faint">{t("workflows.neverRun")}</span>;
  return (
    <Link href={`/executions/${run.id}`} className="relative z-10 inline-flex items-center gap-x-2.5 text-sm whitespace-nowrap text-soft hover:text-ink">
      <StatusPill state={run.status} />
      <Ago at={run.created_at} />
    </Link>
  );
}
