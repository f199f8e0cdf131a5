import type { Workflow } from "@/api/workflows";
import { t } from "@/i18n/i18n";

export function Webhooks({ workflow }: { workflow: Workflow }) {
  if (workflow.webhooks.length === 0) return null;
  return (
    <section className="panel p-4" aria-label={t("page.webhooks")}>
      <h2 className="font-semibold">{t("page.webhooks")}</h2>
      {!workflow.is_active && <p className="mt-0.5 text-sm text-soft">{t("page.webhooksOff")}</p>}
      <ul className="mt-2 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        {workflow.webhooks.map((hook) => (
          <li key={hook.node_id}>
            <span className="text-faint">{hook.methods.join(", ")}</span>
            <code className="block font-mono break-all">{hook.url}</code>
            {hook.taken && <p className="text-bad">{t("page.webhookTaken")}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
