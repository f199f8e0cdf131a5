import { useMutation } from "@tanstack/react-query";
import { decide, type Execution, type Verdict, type WaitingRun } from "@/api/executions";
import { Button } from "@/components/button";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { moment, withLocalTimes } from "@/lib/format";
import { useWatch } from "@/run/watch";

/** What may be decided, by what is waited for; the server has the last word. */
const VERDICTS: Record<WaitingRun["kind"], readonly Verdict[]> = {
  decision: ["retry", "skip", "continue", "fail"],
  approval: ["approve", "reject"],
  time: ["continue", "skip", "fail"],
  webhook: ["continue", "skip", "fail"],
  call: ["continue", "skip", "fail"],
};

/** Of an execution that waits: its runs that do, and what can be done about each. */
export function Decisions({ execution }: { execution: Execution | undefined }) {
  const now = useWatch((watch) => watch.place === null && watch.head.status === "waiting");
  if (!now || !execution) return null;
  return execution.waiting.slice(0, 5).map((run) => <Decision key={`${run.node_id} ${run.run_index}`} id={execution.id} run={run} />);
}

function Decision({ id, run }: { id: string; run: WaitingRun }) {
  const answer = useMutation({ mutationFn: (verdict: Verdict) => decide(id, run, verdict) });
  return (
    <div role="group" aria-label={t("decision.label", { node: run.name })} className="floating max-w-2xl px-3 py-2 text-sm">
      <p>
        <span className="font-medium">{run.name}</span> {withLocalTimes(run.message)}
        {run.until !== null && run.kind !== "time" && <span className="text-faint"> · {t("decision.until", { time: moment(run.until) })}</span>}
      </p>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {VERDICTS[run.kind].map((verdict, index) => (
          <Button key={verdict} className="h-7 px-2.5" look={index === 0 ? "primary" : "plain"} disabled={answer.isPending || answer.isSuccess} onClick={() => answer.mutate(verdict)}>
            {t(`verdict.${verdict}`)}
          </Button>
        ))}
      </div>
      {answer.error && (
        <div className="mt-2">
          <Trouble error={answer.error} />
        </div>
      )}
    </div>
  );
}
