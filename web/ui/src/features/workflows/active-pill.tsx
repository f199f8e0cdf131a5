import { t } from "@/i18n/i18n";

export function ActivePill({ active }: { active: boolean }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium ${active ? "bg-good-wash text-good" : "bg-rest-wash text-rest"}`}
      title={active ? t("page.activeHint") : t("page.draftHint")}
    >
      <span className={`size-1.5 rounded-full ${active ? "bg-good" : "border border-rest"}`} />
      {active ? t("workflow.on") : t("page.draft")}
    </span>
  );
}
