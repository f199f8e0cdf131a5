import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { SORTS, type WorkflowFilter } from "@/api/workflow-list";
import { useDebounced } from "@/components/debounced";
import { t } from "@/i18n/i18n";
import type { Narrow } from "./use-filter";

export const SEARCH_ID = "search-workflows";

export function Toolbar({ filter, narrow }: { filter: WorkflowFilter; narrow: Narrow }) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SearchField search={filter.search} narrow={narrow} />
      <select
        aria-label={t("workflows.state")}
        className="field w-40 text-sm"
        value={filter.active === null ? "" : String(filter.active)}
        onChange={({ target }) => narrow({ active: target.value === "" ? null : target.value === "true" })}
      >
        <option value="">{t("workflows.any")}</option>
        <option value="true">{t("workflow.on")}</option>
        <option value="false">{t("workflow.off")}</option>
      </select>
      <select aria-label={t("workflows.sort")} className="field w-48 text-sm" value={filter.sort} onChange={({ target }) => narrow({ sort: SORTS.find((sort) => sort === target.value) ?? "created" })}>
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {t(`sort.${sort}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What is typed goes into the address once it stands still; what the address says otherwise comes back here. */
function SearchField({ search, narrow }: { search: string; narrow: Narrow }) {
  const [text, setText] = useState(search);
  const settled = useDebounced(text, 200);
  const sent = useRef(search);
  useEffect(() => {
    if (settled.trim() === sent.current) return;
    sent.current = settled.trim();
    narrow({ search: settled.trim() });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only what is typed is sent
  }, [settled]);
  useEffect(() => {
    if (search === sent.current) return;
    sent.current = search;
    setText(search);
  }, [search]);
  return (
    <label className="relative min-w-48 flex-1">
      <span className="sr-only">{t("workflows.search")}</span>
      <Search size={16} aria-hidden className="absolute top-1/2 left-3 -translate-y-1/2 text-faint" />
      <input id={SEARCH_ID} type="search" className="field pl-9 text-sm" placeholder={t("workflows.searchHint")} value={text} onChange={(event) => setText(event.target.value)} />
    </label>
  );
}
