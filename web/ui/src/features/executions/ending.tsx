import { CircleX, Hand, Square, TimerOff } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/button";
import type { Failure, Story } from "@/run/story";
import { useWatch } from "@/run/watch";

/** How it ended, or why it stands still, in plain words; nothing while all is well. */
export function Ending() {
  const story = useWatch((watch) => watch.story);
  switch (story.status) {
    case "failed":
      return (
        <Note look="border-bad/35 bg-bad-wash" icon={<CircleX size={18} className="text-bad" aria-hidden />}>
          <Reason lead={where(story, story.error, "failed")} failure={story.error} />
        </Note>
      );
    case "timed_out":
      return (
        <Note look="border-bad/35 bg-bad-wash" icon={<TimerOff size={18} className="text-bad" aria-hidden />}>
          <Reason lead="The execution ran longer than its deadline" failure={story.error} />
        </Note>
      );
    case "waiting":
      return (
        <Note look="border-wait/40 bg-wait-wash" icon={<Hand size={18} className="text-wait" aria-hidden />}>
          <Reason lead={where(story, story.waiting, "waits")} failure={story.waiting} />
        </Note>
      );
    case "cancelled":
      return (
        <Note look="border-line bg-sunk" icon={<Square size={18} className="text-rest" aria-hidden />}>
          <p className="font-medium">Cancelled. What had completed before is kept below.</p>
        </Note>
      );
    default:
      return null;
  }
}

function Note({ look, icon, children }: { look: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div role="alert" className={`flex items-start gap-3 rounded-[10px] border px-4 py-3 ${look}`}>
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

function Reason({ lead, failure }: { lead: string; failure: Failure | null }) {
  const select = useWatch((watch) => watch.select);
  const nodeId = failure?.nodeId ?? null;
  return (
    <div className="flex flex-wrap items-start justify-between gap-2">
      <div className="min-w-0">
        <p className="font-medium">{lead}</p>
        {failure && failure.message !== "" && (
          <p className="mt-0.5 font-mono text-sm break-words">{nodeId === null ? failure.message : firstLine(failure.message)}</p>
        )}
      </div>
      {nodeId !== null && <Button onClick={() => select(nodeId)}>Show the node</Button>}
    </div>
  );
}

/** The node's own panel shows all of it. */
function firstLine(message: string): string {
  return message.trimStart().split("\n", 1)[0] ?? "";
}

function where(story: Story, failure: Failure | null, verb: string): string {
  if (failure?.nodeId == null) return `The execution ${verb}`;
  return `“${story.tracks.get(failure.nodeId)?.name ?? failure.nodeId}” ${verb}`;
}
