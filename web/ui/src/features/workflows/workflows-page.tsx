import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { FileUp, LayoutTemplate } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { Link } from "wouter";
import { useActions } from "@/actions/registry";
import { workflowListPages } from "@/api/workflow-list";
import type { WorkflowSummary } from "@/api/workflows";
import { Button } from "@/components/button";
import { More } from "@/components/more";
import { Skeleton } from "@/components/skeleton";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { BulkBar } from "./bulk-bar";
import { useChosen } from "./chosen";
import { Deeds } from "./deeds";
import { ImportDialog } from "./import-dialog";
import { listActions } from "./list-actions";
import { NewWorkflow } from "./new-workflow";
import { NothingHere } from "./nothing-here";
import { NoticeBar } from "./notice-bar";
import { OrganiseDialog } from "./organise-dialog";
import { Sidebar } from "./sidebar";
import { Toolbar } from "./toolbar";
import { useFilter } from "./use-filter";
import { useLiveList } from "./use-live-list";
import { WorkflowTable } from "./workflow-table";

const NONE: readonly WorkflowSummary[] = [];

export function WorkflowsPage() {
  useTitle(t("nav.workflows"));
  const queries = useQueryClient();
  const deeds = useMemo(() => new Deeds(queries), [queries]);
  const [filter, narrow] = useFilter();
  const query = useInfiniteQuery({ ...workflowListPages(filter), placeholderData: keepPreviousData });
  const [importing, setImporting] = useState(false);
  const [organised, setOrganised] = useState(NONE);
  const { chosen, choose, toggle, clear } = useChosen();
  useLiveList(filter);
  useActions(useMemo(() => listActions({ openImport: () => setImporting(true), toggle }), [toggle]));
  useEffect(clear, [clear, filter.archived, filter.folder, filter.tag]);

  const workflows = query.data?.pages.flatMap((page) => page.items) ?? NONE;
  const meant = workflows.filter(({ id }) => chosen.has(id));
  return (
    <>
      <Head onImport={() => setImporting(true)} />
      <div className="flex flex-col gap-x-7 gap-y-4 lg:flex-row">
        <Sidebar filter={filter} narrow={narrow} />
        <div className="min-w-0 flex-1 pb-20">
          <Toolbar filter={filter} narrow={narrow} />
          {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
          {query.isPending && <Skeleton rows={6} height="h-16" />}
          {query.data && workflows.length === 0 && <NothingHere filter={filter} narrow={narrow} onImport={() => setImporting(true)} />}
          {workflows.length > 0 && <WorkflowTable workflows={workflows} chosen={chosen} onChoose={choose} deeds={deeds} narrow={narrow} onOrganise={setOrganised} />}
          <More query={query} />
        </div>
      </div>
      {meant.length > 0 && <BulkBar chosen={meant} archived={filter.archived} deeds={deeds} onOrganise={setOrganised} onClear={clear} />}
      {organised.length > 0 && <OrganiseDialog workflows={organised} deeds={deeds} onClose={() => setOrganised(NONE)} />}
      {importing && <ImportDialog deeds={deeds} onClose={() => setImporting(false)} />}
      <NoticeBar />
    </>
  );
}

function Head({ onImport }: { onImport: () => void }) {
  return (
    <div className="mb-5 flex flex-wrap items-center gap-2">
      <h1 className="mr-auto text-2xl font-semibold tracking-tight">{t("nav.workflows")}</h1>
      <Link href="/templates" className="inline-flex h-9 items-center gap-2 rounded-[7px] px-3.5 text-sm font-medium text-soft hover:bg-sunk hover:text-ink">
        <LayoutTemplate size={16} aria-hidden />
        {t("templates.title")}
      </Link>
      <Button icon={<FileUp size={16} aria-hidden />} onClick={onImport}>
        {t("import.action")}
      </Button>
      <NewWorkflow />
    </div>
  );
}
