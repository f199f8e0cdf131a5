import { X } from "lucide-react";
import { useMemo } from "react";
import { Link } from "wouter";
import { Problem } from "@/api/problem";
import { errorSaid, failureLine } from "@/api/said";
import type { WorkflowProblem } from "@/api/workflows";
import { StatusPill } from "@/components/status";
import { Trouble } from "@/components/trouble";
import { useOpenState } from "@/document/context";
import { openNode } from "@/editor/desk";
import { nameIn } from "@/graph/names";
import { useProblemSaid } from "@/graph/problem-said";
import { t } from "@/i18n/i18n";
import { asksOf } from "@/run/asks";
import { Asking } from "@/run/asking";
import { useLive } from "@/run/live";
import { useStarting } from "./starting";

/** Over the canvas: how the run that is shown goes, and why one didn't start. */
export function RunNote() {
  const error = useStarting((starting) => starting.error);
  const executionId = useLive((live) => live.executionId);
  const plainly = usePlainly();
  if (error) {
    return (
      <div className="relative w-fit max-w-xl rounded-[10px] bg-card shadow-(--float)">
        <Trouble error={plainly(error)}>
          <button type="button" className="mt-1 text-sm underline underline-offset-2" onClick={() => useStarting.setState({ error: null })}>
            {t("close")}
          </button>
        </Trouble>
      </div>
    );
  }
  if (executionId === null) return null;
  return (
    <div className="flex max-w-full flex-col items-center gap-2">
      <Going executionId={executionId} />
      <Waiting executionId={executionId} />
    </div>
  );
}

/** All problems are shown on the canvas; here it is enough to name the first, each with its node. */
function usePlainly(): (error: Error) => Error {
  const nodes = useOpenState(({ doc }) => doc.nodes);
  const said = useProblemSaid();
  return (error) => {
    if (!(error instanceof Problem) || error.code !== "not_runnable") return error;
    const reasons = ((error.body["problems"] ?? []) as WorkflowProblem[]).slice(0, 3).map((problem) => {
      const node = nodes.get(problem.node_id ?? "");
      return node ? `${node.name} – ${said(problem, node.type)}` : said(problem, undefined);
    });
    return new Problem(error.status, error.title, reasons.join("; ") || error.detail, error.code);
  };
}

function Going({ executionId }: { executionId: string }) {
  const status = useLive((live) => live.story.status);
  const failure = useLive((live) => live.story.error);
  const lost = useLive((live) => live.connection === "reconnecting");
  const broken = useLive((live) => live.error);
  const nodeId = failure?.nodeId ?? null;
  const name = useOpenState(({ doc }) => (nodeId === null ? null : nameIn(doc, nodeId)));
  return (
    <div role="status" className="floating flex max-w-[min(40rem,100%)] min-w-0 items-center gap-3 py-1.5 pr-1.5 pl-2 text-sm">
      <StatusPill state={status} />
      {lost && <span className="text-wait">{t("run.reconnecting")}</span>}
      {broken && <span className="text-bad">{errorSaid(broken)}</span>}
      {failure && (
        <span className="line-clamp-3 min-w-0 flex-1 break-words" title={failure.message}>
          {nodeId !== null && (
            <button type="button" className="font-medium underline underline-offset-2" onClick={() => openNode(nodeId)}>
              {name}
            </button>
          )}{" "}
          {failureLine(failure)}
        </span>
      )}
      <Link href={`/executions/${executionId}`} className="shrink-0 font-medium underline underline-offset-2">
        {t("run.details")}
      </Link>
      <Forget />
    </div>
  );
}

/** What it waits for, to be decided right here. */
function Waiting({ executionId }: { executionId: string }) {
  const story = useLive((live) => live.story);
  const asks = useMemo(() => asksOf(story), [story]);
  return <Asking executionId={executionId} asks={asks} most={2} />;
}

function Forget() {
  const over = useLive(({ story }) => story.endedAt !== null);
  if (!over) return null;
  return (
    <button
      type="button"
      aria-label={t("run.forget")}
      title={t("run.forget")}
      className="grid size-7 shrink-0 place-items-center rounded-[7px] text-soft hover:bg-sunk hover:text-ink"
      onClick={() => useLive.setState(useLive.getInitialState())}
    >
      <X size={15} aria-hidden />
    </button>
  );
}
