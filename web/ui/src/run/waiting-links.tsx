import { useQuery } from "@tanstack/react-query";
import { waitingLinksQuery } from "@/api/executions";
import { CopyButton } from "@/components/copy-button";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import type { Ask } from "./asks";

const LABELS = { webhook: "links.webhook", approve: "verdict.approve", reject: "verdict.reject" } as const;

/** What makes a waiting run go on, for those who have no account. */
export function WaitingLinks({ executionId, ask }: { executionId: string; ask: Ask }) {
  const links = useQuery(waitingLinksQuery(executionId));
  if (links.error) return <Trouble error={links.error} />;
  const found = links.data?.items.find((run) => run.node_id === ask.nodeId && run.run_index === ask.runIndex);
  return (
    <dl className="mt-2 space-y-1">
      {Object.entries(found?.links ?? {}).map(([action, url]) => (
        <div key={action} className="flex items-start gap-2">
          <dt className="w-24 shrink-0 py-1 text-xs text-soft">{t(LABELS[action as keyof typeof LABELS])}</dt>
          <dd className="min-w-0 flex-1 py-1 font-mono text-xs break-all">{url}</dd>
          <CopyButton text={url} />
        </div>
      ))}
    </dl>
  );
}
