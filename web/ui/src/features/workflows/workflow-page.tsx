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
  useTitle(query.data?.name ?? t("workflow"));
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
          <section aria-label={t("page.nodes")} className="panel">
            <Graph definition={workflow.definition} types={types} />
          </section>
        ) : (
          <Empty title={t("page.noNodes.title")}>{t("page.noNodes.text")}</Empty>
        )}
        <Webhooks workflow={workflow} />
        <section aria-labelledby="executions">
          <h2 id="executions" className="mb-3 text-lg font-semibold">
            {t("nav.executions")}
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
      <nav aria-label={t("breadcrumb")} className="text-sm text-faint">
        <Link href="/workflows" className="hover:text-ink">
          {t("nav.workflows")}
        </Link>{" "}
        /{" "}
        <Link href={`/workflows/${workflow.id}`} className="hover:text-ink">
          {t("nav.editor")}
        </Link>{" "}
        /{" "}
        <Link href={`/workflows/${workflow.id}/versions`} className="hover:text-ink">
          {t("versions.title")}
        </Link>
      </nav>
      <div className="mt-1 flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 text-2xl font-semibold tracking-tight break-words">{workflow.name}</h1>
        <ActivePill active={workflow.is_active} />
      </div>
      {workflow.description !== "" && <p className="mt-1 max-w-3xl text-soft">{workflow.description}</p>}
      <p className="figures mt-1 text-sm text-faint">
        {t("page.version", { version: workflow.version })}
        {workflow.published_version !== null && `, ${t("page.published", { version: workflow.published_version })}`} ·{" "}
        {t("page.nodeCount", { count: workflow.definition.nodes.length })} · {t("page.changed")} <Ago at={workflow.updated_at} />
      </p>
    </div>
  );
}
