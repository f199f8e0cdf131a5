import { Folder } from "lucide-react";
import { Link } from "wouter";
import type { WorkflowSummary } from "@/api/workflows";
import { Ago } from "@/components/ago";
import { t } from "@/i18n/i18n";
import { ActiveSwitch } from "./active-switch";
import { LastRun } from "./last-run";
import { RowMenu } from "./row-menu";
import type { Narrow } from "./use-filter";
import type { TableProps } from "./table-props";

/** All of the row leads to the workflow, but for what has a purpose of its own. */
export function WorkflowRow({ workflow, chosen, onChoose, deeds, narrow, onOrganise }: TableProps & { workflow: WorkflowSummary }) {
  const { id, name, description } = workflow;
  const isChosen = chosen.has(id);
  return (
    <tr className={`relative ${isChosen ? "bg-run-wash/60" : "hover:bg-sunk/60"}`}>
      <td className="py-3 pl-4">
        <input type="checkbox" className="relative z-10 block size-4 accent-ink" aria-label={t("workflows.select", { name })} checked={isChosen} onChange={() => onChoose([id], !isChosen)} />
      </td>
      <td className="h-16 px-2 py-2">
        <span className="flex items-center gap-2">
          <Link
            href={`/workflows/${id}`}
            data-workflow={id}
            className="truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-run"
          >
            {name}
          </Link>
          <Labels workflow={workflow} narrow={narrow} />
        </span>
        {description !== "" && <span className="block truncate text-sm text-faint">{description}</span>}
      </td>
      <td className="hidden px-3 py-2 md:table-cell">
        <LastRun run={workflow.last_execution} />
      </td>
      <td className="hidden truncate px-3 py-2 text-sm text-soft lg:table-cell">
        <Ago at={workflow.updated_at} />
      </td>
      <td className="px-3 py-2">{!workflow.archived && <ActiveSwitch workflow={workflow} deeds={deeds} />}</td>
      <td className="py-2 pr-3">
        <RowMenu workflow={workflow} deeds={deeds} onOrganise={onOrganise} />
      </td>
    </tr>
  );
}

function Labels({ workflow: { folder, tags }, narrow }: { workflow: WorkflowSummary; narrow: Narrow }) {
  return (
    <span className="hidden min-w-0 shrink-0 items-center gap-1.5 text-xs sm:flex">
      {folder !== null && (
        <span className="inline-flex max-w-32 items-center gap-1 truncate text-faint">
          <Folder size={12} className="shrink-0" aria-hidden />
          {folder}
        </span>
      )}
      {tags.slice(0, 3).map((tag) => (
        <button
          key={tag}
          type="button"
          title={t("workflows.tagged", { name: tag })}
          onClick={() => narrow({ tag })}
          className="relative z-10 max-w-28 truncate rounded-full bg-sunk px-2 py-0.5 text-soft hover:text-ink"
        >
          {tag}
        </button>
      ))}
      {tags.length > 3 && <span className="text-faint">+{tags.length - 3}</span>}
    </span>
  );
}
