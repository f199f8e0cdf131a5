import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { workflowPages } from "@/api/workflows";
import { useDebounced } from "@/components/debounced";
import { Empty } from "@/components/empty";
import { More } from "@/components/more";
import { Skeleton } from "@/components/skeleton";
import { t } from "@/i18n/i18n";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { FirstWorkflow } from "./first-workflow";
import { NewWorkflow } from "./new-workflow";
import { WorkflowTable } from "./workflow-table";

export function WorkflowsPage() {
  useTitle("Workflows");
  const [text, setText] = useState("");
  const search = useDebounced(text.trim(), 200);
  const query = useInfiniteQuery({ ...workflowPages(search), placeholderData: keepPreviousData });
  const workflows = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <h1 className="text-2xl font-semibold tracking-tight">{t("nav.workflows")}</h1>
        <label className="relative ml-auto w-full sm:w-72">
          <span className="sr-only">Search workflows</span>
          <Search size={16} aria-hidden className="absolute top-1/2 left-3 -translate-y-1/2 text-faint" />
          <input
            type="search"
            className="field pl-9"
            placeholder="Search by name"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <NewWorkflow />
      </div>
      {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {!workflows && query.isPending && <Skeleton rows={5} height="h-16" />}
      {workflows?.length === 0 && (search === "" ? <FirstWorkflow /> : <NoMatch search={search} />)}
      {workflows !== undefined && workflows.length > 0 && <WorkflowTable workflows={workflows} />}
      <More query={query} />
    </>
  );
}

function NoMatch({ search }: { search: string }) {
  return <Empty title="No workflow matches">Nothing is called anything like “{search}”. Try fewer letters.</Empty>;
}
