import { t } from "@/i18n/i18n";
import type { TableProps } from "./table-props";
import { WorkflowRow } from "./workflow-row";

export function WorkflowTable(props: TableProps) {
  const { workflows, chosen, onChoose } = props;
  const all = workflows.every(({ id }) => chosen.has(id));
  const some = workflows.some(({ id }) => chosen.has(id));
  return (
    <div className="panel overflow-x-auto">
      <table className="w-full table-fixed text-left" aria-label={t("workflows.table")}>
        <thead className="border-b border-line text-sm text-faint">
          <tr>
            <th className="w-11 py-2.5 pl-4">
              <input
                type="checkbox"
                className="block size-4 accent-ink"
                aria-label={t("workflows.selectAll")}
                checked={all}
                ref={(box) => {
                  if (box) box.indeterminate = some && !all;
                }}
                onChange={() => onChoose(workflows.map(({ id }) => id), !all)}
              />
            </th>
            <th className="px-2 py-2.5 font-medium">{t("column.name")}</th>
            <th className="hidden w-72 px-3 py-2.5 font-medium md:table-cell">{t("column.last")}</th>
            <th className="hidden w-36 px-3 py-2.5 font-medium lg:table-cell">{t("column.changed")}</th>
            <th className="w-20 px-3 py-2.5 font-medium">{t("column.active")}</th>
            <th className="w-14" />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {workflows.map((workflow) => (
            <WorkflowRow key={workflow.id} workflow={workflow} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
