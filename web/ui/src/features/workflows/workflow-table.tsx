import { Link } from "wouter";
import type { WorkflowSummary } from "@/api/workflows";
import { Ago } from "@/components/ago";
import { ActivePill } from "./active-pill";

export function WorkflowTable({ workflows }: { workflows: readonly WorkflowSummary[] }) {
  return (
    <div className="panel overflow-x-auto">
      <table className="w-full text-left">
        <thead className="border-b border-line text-sm text-faint">
          <tr>
            <th className="px-4 py-2.5 font-medium">Name</th>
            <th className="w-32 px-4 py-2.5 font-medium">State</th>
            <th className="hidden w-28 px-4 py-2.5 text-right font-medium sm:table-cell">Version</th>
            <th className="hidden w-44 px-4 py-2.5 font-medium sm:table-cell">Last change</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {workflows.map((workflow) => (
            <Row key={workflow.id} workflow={workflow} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ workflow }: { workflow: WorkflowSummary }) {
  return (
    <tr className="relative hover:bg-sunk/60">
      <td className="max-w-0 px-4 py-3">
        <Link
          href={`/workflows/${workflow.id}`}
          className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-run"
        >
          {workflow.name}
        </Link>
        {workflow.description !== "" && <span className="block truncate text-sm text-faint">{workflow.description}</span>}
      </td>
      <td className="px-4 py-3">
        <ActivePill active={workflow.is_active} />
      </td>
      <td className="figures hidden px-4 py-3 text-right text-soft sm:table-cell">{workflow.version}</td>
      <td className="hidden px-4 py-3 text-soft sm:table-cell">
        <Ago at={workflow.updated_at} />
      </td>
    </tr>
  );
}
