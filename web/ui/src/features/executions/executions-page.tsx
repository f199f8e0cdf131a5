import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { LoaderCircle, Radio } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useSearchParams } from "wouter";
import { executionPages } from "@/api/executions";
import type { Connection } from "@/api/stream/subscription";
import { Empty } from "@/components/empty";
import { useNow } from "@/components/now";
import { Skeleton } from "@/components/skeleton";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { ExecutionRows } from "./execution-rows";
import { FilterBar } from "./filter-bar";
import { asked, type Filters, filtersOf, paramsOf } from "./filters";
import { RunAgainButton } from "./run-again";
import { useLiveList } from "./use-live-list";

export function ExecutionsPage() {
  useTitle(t("nav.executions"));
  const [params, setParams] = useSearchParams();
  const written = params.toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(written)), [written]);
  const change = useCallback((changes: Partial<Filters>) => setParams((now) => paramsOf({ ...filtersOf(now), ...changes }), { replace: true }), [setParams]);
  const now = useNow(null);
  const filter = useMemo(() => asked(filters, now), [filters, now]);
  const query = useInfiniteQuery({ ...executionPages(filter), placeholderData: keepPreviousData });
  const connection = useLiveList(filter);
  const executions = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  const { hasNextPage, fetchNextPage } = query;
  const more = useMemo(() => (hasNextPage ? { load: () => void fetchNextPage() } : null), [hasNextPage, fetchNextPage]);
  return (
    <>
      <div className="mb-4 flex items-center gap-4">
        <h1 className="text-2xl font-semibold tracking-tight">{t("nav.executions")}</h1>
        <Live connection={connection} />
        <span className="ml-auto">
          <RunAgainButton filter={filter} />
        </span>
      </div>
      <FilterBar filters={filters} onChange={change} />
      {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {!executions && query.isPending && <Skeleton rows={8} />}
      {executions?.length === 0 && (written === "" ? <NoneYet /> : <NoneOfThose />)}
      {executions !== undefined && executions.length > 0 && <ExecutionRows executions={executions} more={more} className="max-h-[max(20rem,calc(100dvh-15.5rem))]" />}
    </>
  );
}

function Live({ connection }: { connection: Connection }) {
  return (
    <span role="status" className="flex text-sm font-medium">
      {connection === "live" && (
        <span className="inline-flex items-center gap-1.5 text-tape">
          <Radio size={15} aria-hidden />
          {t("live.live")}
        </span>
      )}
      {connection === "reconnecting" && (
        <span className="inline-flex items-center gap-1.5 text-wait">
          <LoaderCircle size={15} className="animate-spin motion-reduce:animate-none" aria-hidden />
          {t("run.reconnecting")}
        </span>
      )}
    </span>
  );
}

function NoneYet() {
  return <Empty title={t("executions.none")}>{t("executions.noneText")}</Empty>;
}

function NoneOfThose() {
  return <Empty title={t("executions.noneOfThose")}>{t("executions.noneOfThoseText")}</Empty>;
}
