import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useSearchParams } from "wouter";
import { useActions } from "@/actions/registry";
import { useTold } from "@/api/told";
import { type Version, versionPages } from "@/api/versions";
import { type Workflow, workflowQuery } from "@/api/workflows";
import { More } from "@/components/more";
import { Skeleton } from "@/components/skeleton";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { BASES, Comparison } from "./comparison";
import { listActions } from "./list-actions";
import { VersionActions } from "./version-actions";
import { VersionList } from "./version-list";

export function VersionsPage({ id }: { id: string }) {
  const workflow = useQuery(workflowQuery(id));
  const list = useInfiniteQuery(versionPages(id));
  const queries = useQueryClient();
  const readAnew = () => {
    void queries.invalidateQueries({ queryKey: workflowQuery(id).queryKey });
    void queries.invalidateQueries({ queryKey: versionPages(id).queryKey });
  };
  useTitle(`${workflow.data?.name ?? ""} · ${t("versions.title")}`);
  useTold([`workflow=${id}`], readAnew, readAnew);
  const error = workflow.error ?? list.error;
  const versions = list.data?.pages.flatMap((page) => page.items);
  if (error && !versions) return <Trouble error={error} onRetry={readAnew} />;
  if (!workflow.data || !versions?.[0]) return <Skeleton rows={8} />;
  return <Loaded workflow={workflow.data} versions={versions} newest={versions[0]} more={<More query={list} />} />;
}

function Loaded({ workflow, versions, newest, more }: { workflow: Workflow; versions: readonly Version[]; newest: Version; more: React.ReactNode }) {
  const [query, setQuery] = useSearchParams();
  const wished = Number(query.get("v"));
  // Edits that go on are gathered in the newest entry, whose number grows.
  const chosen = versions.find(({ version, from_version: from }) => wished >= from && wished <= version) ?? newest;
  const base = BASES.find((known) => known === query.get("with")) ?? "before";
  const set = (name: string, value: string) => setQuery((before) => new URLSearchParams([...[...before].filter(([key]) => key !== name), [name, value]]), { replace: true });
  const place = versions.indexOf(chosen);
  const actions = useMemo(
    () =>
      listActions((step) => {
        const next = versions[place + step];
        if (next) setQuery((before) => new URLSearchParams([...[...before].filter(([key]) => key !== "v"), ["v", String(next.version)]]), { replace: true });
      }),
    [versions, place, setQuery],
  );
  useActions(actions);
  return (
    <>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-3">
        <Heading workflow={workflow} />
        <VersionActions workflow={workflow} chosen={chosen.version} onRestored={() => setQuery({}, { replace: true })} />
      </div>
      <div className="flex flex-col gap-6 lg:flex-row lg:items-start">
        <div className="lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:w-80 lg:shrink-0 lg:overflow-y-auto">
          <VersionList versions={versions} chosen={chosen.version} onChoose={(version) => set("v", String(version))} />
          {more}
        </div>
        <Comparison workflow={workflow} chosen={chosen} base={base} onBase={(wish) => set("with", wish)} />
      </div>
    </>
  );
}

function Heading({ workflow }: { workflow: Workflow }) {
  return (
    <div className="min-w-0">
      <nav aria-label={t("breadcrumb")} className="text-sm text-faint">
        <Link href="/workflows" className="hover:text-ink">
          {t("nav.workflows")}
        </Link>{" "}
        /{" "}
        <Link href={`/workflows/${workflow.id}`} className="hover:text-ink">
          {workflow.name}
        </Link>{" "}
        /
      </nav>
      <h1 className="mt-1 text-2xl font-semibold tracking-tight">{t("versions.title")}</h1>
    </div>
  );
}
