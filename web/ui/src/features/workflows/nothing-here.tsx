import type { WorkflowFilter } from "@/api/workflow-list";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { t } from "@/i18n/i18n";
import { isNarrowed } from "./filter";
import { FirstWorkflow } from "./first-workflow";
import type { Narrow } from "./use-filter";

/** An empty list says why it is, and what to do. */
export function NothingHere({ filter, narrow, onImport }: { filter: WorkflowFilter; narrow: Narrow; onImport: () => void }) {
  if (filter.search !== "") return <Empty title={t("workflows.none.title")}>{t("workflows.none.text", { search: filter.search })}</Empty>;
  if (filter.archived) return <Empty title={t("workflows.archiveEmpty.title")}>{t("workflows.archiveEmpty.text")}</Empty>;
  if (!isNarrowed(filter)) return <FirstWorkflow onImport={onImport} />;
  return (
    <Empty title={t("workflows.noneHere.title")} action={<Button onClick={() => narrow({ tag: null, folder: null, active: null })}>{t("workflows.noneHere.action")}</Button>}>
      {t("workflows.noneHere.text")}
    </Empty>
  );
}
