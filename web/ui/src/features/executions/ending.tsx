import { CircleX, Hand, Square, TimerOff } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { failureGist, failureHeading } from "@/api/said";
import { Button } from "@/components/button";
import { t } from "@/i18n/i18n";
import { withLocalTimes } from "@/lib/format";
import { asksOf } from "@/run/asks";
import type { Failure } from "@/run/story";
import { wordsOf } from "@/run/waiting-words";
import { useWatch } from "@/run/watch";

interface Props {
  nameOf: (nodeId: string) => string;
  /** What it waits for is shown beside this, to be decided. */
  isAsked: boolean;
}

/** How it ended, or why it stands still, in plain words; nothing while all is well. */
export function Ending({ nameOf, isAsked }: Props) {
  const status = useWatch(({ story }) => story.status);
  const error = useWatch(({ story }) => story.error);
  const waiting = useWatch(({ story }) => story.waiting);
  const story = useWatch((watch) => watch.story);
  const ask = useMemo(() => asksOf(story).find(({ nodeId }) => nodeId === story.waiting?.nodeId), [story]);
  const words = ask ? wordsOf(ask) : waiting?.code === "retry" ? t("waits.retry") : null;
  switch (status) {
    case "failed":
      return (
        <Note look="border-bad/35 bg-bad-wash" icon={<CircleX size={17} className="text-bad" aria-hidden />}>
          <Reason lead={error?.nodeId == null ? t("ending.failed") : t("ending.nodeFailed", { node: nameOf(error.nodeId) })} failure={error} />
        </Note>
      );
    case "timed_out":
      return (
        <Note look="border-bad/35 bg-bad-wash" icon={<TimerOff size={17} className="text-bad" aria-hidden />}>
          <Reason lead={t("ending.timedOut")} failure={error} />
        </Note>
      );
    case "waiting":
      return isAsked ? null : (
        <Note look="border-wait/40 bg-wait-wash" icon={<Hand size={17} className="text-wait" aria-hidden />}>
          <Reason lead={waiting?.nodeId == null ? t("ending.waits") : t("ending.nodeWaits", { node: nameOf(waiting.nodeId) })} failure={waiting && { ...waiting, message: words ?? withLocalTimes(waiting.message) }} />
        </Note>
      );
    case "cancelled":
      return (
        <Note look="border-line bg-sunk" icon={<Square size={17} className="text-rest" aria-hidden />}>
          <p className="font-medium">{t("ending.cancelled")}</p>
        </Note>
      );
    default:
      return null;
  }
}

function Note({ look, icon, children }: { look: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div role="alert" className={`flex max-w-2xl items-start gap-2.5 rounded-[10px] border px-3 py-2 text-sm shadow-(--float) ${look}`}>
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

/** Its code in plain words, over the gist of what was recorded. */
function Told({ failure }: { failure: Failure }) {
  const heading = failureHeading(failure);
  return (
    <>
      {heading !== null && <p>{heading}</p>}
      <p className="font-mono text-[13px] break-words">{failureGist(failure)}</p>
    </>
  );
}

function Reason({ lead, failure }: { lead: string; failure: Failure | null }) {
  const select = useWatch((watch) => watch.select);
  const nodeId = failure?.nodeId ?? null;
  return (
    <div className="flex items-start justify-between gap-3">
      <div className="min-w-0">
        <p className="font-medium">{lead}</p>
        {failure && failure.message !== "" && <Told failure={failure} />}
      </div>
      {nodeId !== null && (
        <Button className="h-7 px-2.5" onClick={() => select(nodeId)}>
          {t("ending.show")}
        </Button>
      )}
    </div>
  );
}
