import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { nodeTypesQuery } from "@/api/node-types";
import { type Workflow, workflowQuery } from "@/api/workflows";
import { Ago } from "@/components/ago";
import { Empty } from "@/components/empty";
import { Skeleton } from "@/components/skeleton";
import { t } from "@/i18n/i18n";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { Graph } from "@/graph/graph";
import { counted } from "@/lib/format";
import { ActivePill } from "./active-pill";
import { ProblemList } from "./problem-list";
import { RunForm } from "./run-form";
import { Webhooks } from "./webhooks";

interface Props {
  id: string;
  /** This workflow's executions; they are another feature's. */
  executions: ReactNode;
}

export function WorkflowPage({ id, executions }: Props) {
  const query = useQuery(workflowQuery(id));
  useTitle(query.data?.name ?? "Workflow");
  if (query.error && !query.data) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={6} />;
  return <Loaded workflow={query.data} executions={executions} />;
}

function Loaded({ workflow, executions }: { workflow: Workflow; executions: ReactNode }) {
  const types = useQuery(nodeTypesQuery).data;
  return (
    <>
      <div className="mb-5 flex flex-wrap items-start justify-end gap-4">
        <Heading workflow={workflow} />
        <RunForm workflowId={workflow.id} />
      </div>
      <div className="space-y-5">
        <ProblemList problems={workflow.problems} nodes={workflow.definition.nodes} />
        {workflow.definition.nodes.length > 0 ? (
          <section aria-label="Nodes" className="panel">
            <Graph definition={workflow.definition} types={types} />
          </section>
        ) : (
          <Empty title="No nodes yet">Put some into its definition through the API.</Empty>
        )}
        <Webhooks workflow={workflow} />
        <section aria-labelledby="executions">
          <h2 id="executions" className="mb-3 text-lg font-semibold">
            Executions
          </h2>
          {executions}
        </section>
      </div>
    </>
  );
}

function Heading({ workflow }: { workflow: Workflow }) {
  return (
    <div className="min-w-72 flex-1">
      <nav aria-label="Breadcrumb" className="text-sm text-faint">
        <Link href="/workflows" className="hover:text-ink">
          {t("nav.workflows")}
        </Link>{" "}
        /{" "}
        <Link href={`/workflows/${workflow.id}`} className="hover:text-ink">
          {t("nav.editor")}
        </Link>
      </nav>
      <div className="mt-1 flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 text-2xl font-semibold tracking-tight break-words">{workflow.name}</h1>
        <ActivePill active={workflow.is_active} />
      </div>
      {workflow.description !== "" && <p className="mt-1 max-w-3xl text-soft">{workflow.description}</p>}
      <p className="figures mt-1 text-sm text-faint">
        Version {workflow.version}
        {workflow.published_version !== null && `, published ${workflow.published_version}`} ·{" "}
        {counted(workflow.definition.nodes.length, "node")} · changed <Ago at={workflow.updated_at} />
      </p>
    </div>
  );
}
