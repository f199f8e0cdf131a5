import { Link } from "wouter";
import type { Execution } from "@/api/executions";
import { Ago } from "@/components/ago";
import { StatusPill } from "@/components/status";
import { duration, shortId } from "@/lib/format";

interface Props {
  executions: readonly Execution[];
  /** Names by workflow id; without it the table is about one workflow and has no such column. */
  workflows?: ReadonlyMap<string, string> | undefined;
}

export function ExecutionTable({ executions, workflows }: Props) {
  return (
    <div className="panel overflow-x-auto">
      <table className="figures w-full text-left">
        <thead className="border-b border-line text-sm text-faint">
          <tr>
            <th className="w-36 px-4 py-2.5 font-medium">Status</th>
            <th className="px-4 py-2.5 font-medium">{workflows ? "Workflow" : "Execution"}</th>
            <th className="hidden w-32 px-4 py-2.5 font-medium sm:table-cell">Trigger</th>
            <th className="hidden w-40 px-4 py-2.5 font-medium sm:table-cell">Started</th>
            <th className="w-28 px-4 py-2.5 text-right font-medium">Duration</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {executions.map((execution) => (
            <Row key={execution.id} execution={execution} name={workflows?.get(execution.workflow_id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ execution, name }: { execution: Execution; name: string | undefined }) {
  return (
    <tr className="relative hover:bg-sunk/60">
      <td className="px-4 py-2.5">
        <StatusPill state={execution.status} />
      </td>
      <td className="max-w-0 px-4 py-2.5">
        <Link
          href={`/executions/${execution.id}`}
          className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-run"
        >
          {name ?? <span className="font-mono text-sm">{shortId(execution.id)}</span>}
        </Link>
        {execution.error_message !== null && <span className="block truncate text-sm text-bad">{execution.error_message}</span>}
      </td>
      <td className="hidden px-4 py-2.5 text-soft sm:table-cell">{execution.trigger}</td>
      <td className="hidden px-4 py-2.5 text-soft sm:table-cell">
        <Ago at={execution.created_at} />
      </td>
      <td className="px-4 py-2.5 text-right text-soft">{lasted(execution)}</td>
    </tr>
  );
}

function lasted({ created_at, started_at, completed_at }: Execution): string {
  return completed_at === null ? "" : duration(Date.parse(completed_at) - Date.parse(started_at ?? created_at));
}
