import { useMemo } from "react";
import type { Item } from "@/api/executions";
import { t } from "@/i18n/i18n";
import { tableOf } from "./table";

export function TableView({ items, first }: { items: readonly Item[]; first: number }) {
  const table = useMemo(() => tableOf(items), [items]);
  if (table.columns.length === 0) return <p className="p-4 text-sm text-faint">{t("data.noFields", { count: items.length })}</p>;
  return (
    <>
      <table className="figures w-full text-left text-[13px]">
        <thead className="sticky top-0 bg-card shadow-[0_1px_0_var(--line)]">
          <tr>
            <th className="py-1.5 pr-2 pl-4 text-right font-normal text-faint">#</th>
            {table.columns.map((column) => (
              <th key={column} className="max-w-60 truncate px-2.5 py-1.5 font-medium" title={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {table.rows.map((row, index) => (
            <tr key={index} className="hover:bg-sunk/60">
              <td className="py-1.5 pr-2 pl-4 text-right text-faint">{first + index + 1}</td>
              {row.map((text, column) => (
                <td key={column} className="max-w-60 truncate px-2.5 py-1.5" title={text}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.hidden > 0 && <p className="p-3 text-sm text-faint">{t("data.moreColumns", { count: table.hidden })}</p>}
    </>
  );
}
