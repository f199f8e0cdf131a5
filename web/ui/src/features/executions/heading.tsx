import { useMutation } from "@tanstack/react-query";
import { ChevronRight, Square } from "lucide-react";
import { Link } from "wouter";
import { cancelExecution, type Execution, isOver } from "@/api/executions";
import { Button } from "@/components/button";
import { StatusPill } from "@/components/status";
import { Trouble } from "@/components/trouble";
import { moment, shortId } from "@/lib/format";
import { ConnectionNote } from "./connection-note";
import { useWatch } from "@/run/watch";

interface Props {
  id: string;
  execution: Execution | undefined;
  workflowName: string | undefined;
}

export function Heading({ id, execution, workflowName }: Props) {
  return (
    <header>
      <nav aria-label="Breadcrumb" className="flex items-center gap-1 text-sm text-faint">
        <Link href="/executions" className="hover:text-ink">
          Executions
        </Link>
        <ChevronRight size={14} aria-hidden />
        <span className="font-mono text-xs" title={id}>
          {shortId(id)}
        </span>
      </nav>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 text-2xl font-semibold tracking-tight break-words">
          {execution ? (
            <Link href={`/workflows/${execution.workflow_id}`} className="hover:underline">
              {workflowName ?? `Workflow ${shortId(execution.workflow_id)}`}
            </Link>
          ) : (
            "Execution"
          )}
        </h1>
        <CurrentStatus />
        <ConnectionNote />
        <Cancel id={id} />
      </div>
      {execution && (
        <p className="figures mt-1 text-sm text-faint">
          Version {execution.workflow_version} · {started(execution.trigger)} · {moment(execution.created_at)}
        </p>
      )}
    </header>
  );
}

function CurrentStatus() {
  const status = useWatch((watch) => (watch.connection === "connecting" ? null : watch.story.status));
  return <span aria-live="polite">{status && <StatusPill state={status} />}</span>;
}

function Cancel({ id }: { id: string }) {
  const over = useWatch((watch) => watch.connection === "connecting" || isOver(watch.story.status));
  const asked = useWatch((watch) => watch.story.cancelRequested);
  const cancel = useMutation({ mutationFn: () => cancelExecution(id) });
  if (over) return null;
  return (
    <div className="ml-auto">
      <Button look="danger" busy={cancel.isPending || asked} icon={<Square size={14} aria-hidden />} onClick={() => cancel.mutate()}>
        {asked ? "Cancelling" : "Cancel"}
      </Button>
      {cancel.error && <Trouble error={cancel.error} />}
    </div>
  );
}

const TRIGGERS = new Map([
  ["manual", "started by hand"],
  ["webhook", "started by a webhook"],
  ["schedule", "started by a schedule"],
  ["call", "started by another workflow"],
  ["error", "started by a failure"],
]);

function started(trigger: string): string {
  return TRIGGERS.get(trigger) ?? `started by ${trigger}`;
}
