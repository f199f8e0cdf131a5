import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { getJson } from "@/api/client";
import type { Workflow } from "@/api/workflows";
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

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  const isCopied = copied === text;
  // Without HTTPS browsers give no clipboard.
  if (!isSecureContext) return null;
  const label = isCopied ? t("hook.copied") : t("hook.copy");
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="grid size-7 shrink-0 place-items-center rounded-[6px] text-soft hover:bg-sunk hover:text-ink"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text), () => undefined)}
    >
      {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </button>
  );
}
