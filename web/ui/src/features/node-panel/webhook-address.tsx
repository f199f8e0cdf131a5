import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getJson } from "@/api/client";
import type { Workflow } from "@/api/workflows";
import { CopyButton } from "@/components/copy-button";
import { useOpenState } from "@/document/context";
import type { DocNode } from "@/document/definition";
import { t } from "@/i18n/i18n";

/** Where requests start the workflow; the server knows by which name it is reached. */
export function WebhookAddress({ workflowId, node }: { workflowId: string; node: DocNode }) {
  const version = useOpenState((state) => state.version);
  const workflow = useQuery({
    queryKey: ["workflows", "addresses", workflowId, version],
    queryFn: ({ signal }) => getJson<Workflow>(`/api/workflows/${encodeURIComponent(workflowId)}`, signal),
    placeholderData: keepPreviousData,
  }).data;
  const hook = workflow?.webhooks.find(({ node_id }) => node_id === node.id);
  if (!workflow || !hook) return null;
  return (
    <section aria-label={t("hook.address")} className="rounded-[8px] border border-line bg-paper/60 p-2.5 text-sm">
      <h3 className="text-xs text-faint">
        {t("hook.address")} · {hook.methods.join(", ")}
      </h3>
      <div className="flex items-start gap-2">
        <code className="min-w-0 flex-1 py-1 font-mono text-xs break-all">{hook.url}</code>
        <CopyButton text={hook.url} />
      </div>
      {hook.taken && <p className="text-xs text-bad">{t("page.webhookTaken")}</p>}
      {!workflow.is_active && <p className="text-xs text-wait">{t("page.webhooksOff")}</p>}
    </section>
  );
}
