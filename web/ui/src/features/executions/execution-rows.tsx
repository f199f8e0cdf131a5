import { CornerDownRight, GitFork } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { Link } from "wouter";
import { type Execution, isOver } from "@/api/executions";
import { failureLine } from "@/api/said";
import { Ago } from "@/components/ago";
import { useNow } from "@/components/now";
import { StatusPill } from "@/components/status";
import { VirtualRows } from "@/components/virtual-rows";
import { t } from "@/i18n/i18n";
import { duration, shortId } from "@/lib/format";
import { whyWaiting } from "@/run/waiting-words";
import { triggerName } from "./words";

interface Props {
  executions: readonly Execution[];
  /** They are all of one workflow, which needs no naming. */
  ofOne?: boolean;
  /** The most it takes; few rows take less. */
  className?: string;
  /** What is older is loaded by drawing this below them; null: that was all. */
  more: { load: () => void } | null;
}

const ROW = 52;
const COLUMNS = "grid grid-cols-[8.5rem_minmax(0,1fr)_5.5rem] items-center gap-4 px-4 sm:grid-cols-[8.5rem_minmax(0,1fr)_9rem_9rem_6rem]";

export function ExecutionRows({ executions, ofOne = false, className = "", more }: Props) {
  return (
    <div className={`panel flex flex-col overflow-hidden ${className}`}>
      <div className={`${COLUMNS} h-10 shrink-0 overflow-hidden [scrollbar-gutter:stable] border-b border-line text-sm font-medium text-faint`} aria-hidden>
        <span>{t("executions.status")}</span>
        <span>{t(ofOne ? "executions.execution" : "workflow")}</span>
        <span className="hidden sm:block">{t("executions.trigger")}</span>
        <span className="hidden sm:block">{t("executions.started")}</span>
        <span className="text-right">{t("executions.duration")}</span>
      </div>
      <VirtualRows
        label={t("executions.list")}
        count={executions.length + (more ? 1 : 0)}
        rowHeight={ROW}
        className="min-h-0 [scrollbar-gutter:stable]"
        row={(index): ReactNode => {
          const execution = executions[index];
          return execution ? <Row execution={execution} ofOne={ofOne} /> : <Older load={more?.load} key={executions.length} />;
        }}
      />
    </div>
  );
}

function Older({ load }: { load: (() => void) | undefined }) {
  useEffect(() => load?.(), [load]);
  return <p className="grid h-full place-items-center text-sm text-faint">{t("executions.older")}</p>;
}

function Row({ execution, ofOne }: { execution: Execution; ofOne: boolean }) {
  const { id, status, workflow_name: name, error, error_message: message, trigger, created_at: at, keys } = execution;
  const why = whyWaiting(execution);
  return (
    <div className={`${COLUMNS} figures relative h-full border-b border-line hover:bg-sunk/60`} data-execution={id} data-state={status}>
      <span>
        <StatusPill state={status} />
      </span>
      <span className="min-w-0">
        <Link
          href={`/executions/${id}`}
          className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-run"
        >
          {ofOne || name === null ? <span className="font-mono text-sm">{shortId(id)}</span> : name}
        </Link>
        {Object.keys(keys).length > 0 && (
          <span className="block truncate text-sm leading-4 text-soft">
            {Object.entries(keys).map(([key, value]) => (
              <span key={key} className="mr-3">
                <span className="text-faint">{key}</span> {String(value)}
              </span>
            ))}
          </span>
        )}
        {why !== null && <span className="block truncate text-sm leading-4 text-wait">{why}</span>}
        {message !== null && <span className="block truncate text-sm leading-4 text-bad">{failureLine({ code: error?.code ?? "", message })}</span>}
      </span>
      <span className="hidden items-center gap-1.5 text-soft sm:flex">
        {execution.forked_from && <GitFork size={14} aria-label={t("executions.forked")} />}
        {execution.parent && <CornerDownRight size={14} aria-label={t("executions.called")} />}
        <span className="truncate">{triggerName(trigger)}</span>
      </span>
      <span className="hidden truncate text-soft sm:block">
        <Ago at={at} />
      </span>
      <span className="text-right whitespace-nowrap text-soft">{isOver(status) ? lasted(execution, 0) : <Running execution={execution} />}</span>
    </div>
  );
}

function Running({ execution }: { execution: Execution }) {
  return lasted(execution, useNow(1000));
}

function lasted({ created_at, started_at, completed_at }: Execution, now: number): string {
  const end = completed_at === null ? now : Date.parse(completed_at);
  return duration(Math.max(0, end - Date.parse(started_at ?? created_at)));
}
