import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { type Item, outputQuery } from "@/api/executions";
import { Button } from "@/components/button";
import { ItemFiles } from "@/components/item-files";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { count, size } from "@/lib/format";
import { Choice } from "./choice";
import { JsonView } from "./json-view";
import { HEAVY, pageSize } from "./paging";
import { type Field, schemaOf } from "./schema-of";
import { TableView } from "./table-view";

/** What left a port of a run, wherever it is shown. */
export interface Place {
  executionId: string;
  nodeId: string;
  runIndex: number;
  port: string;
  total: number;
  /** Of all of them together. */
  bytes: number;
}

const VIEWS = ["table", "json", "schema"] as const;
type View = (typeof VIEWS)[number];

/** Items, a page at a time and never more than about a megabyte of them unless somebody insists. */
export function Items({ place }: { place: Place }) {
  const { total, bytes, ...where } = place;
  const [view, setView] = useState<View>("table");
  const [offset, setOffset] = useState(0);
  const [insists, setInsists] = useState(false);
  const limit = pageSize(total, bytes);
  const heavy = bytes / Math.max(1, total) > HEAVY && !insists;
  const query = useQuery({ ...outputQuery({ ...where, offset, limit }), enabled: total > 0 && !heavy, placeholderData: keepPreviousData });
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-3 py-1.5">
        <span className="figures text-sm text-soft">{t("items", { count: total })}</span>
        <span className="figures text-sm text-faint">{size(bytes)}</span>
        <span className="ml-auto">
          <Choice label={t("data.view")} options={VIEWS.map((name) => t(`data.${name}`))} value={t(`data.${view}`)} onChange={(chosen) => setView(VIEWS.find((name) => t(`data.${name}`) === chosen) ?? "table")} />
        </span>
      </div>
      {total === 0 && <p className="p-3 text-sm text-faint">{t("data.noItems")}</p>}
      {total > 0 && heavy && (
        <div className="p-3 text-sm">
          <p className="mb-2 text-soft">{t("data.heavy", { size: size(bytes / total) })}</p>
          <Button onClick={() => setInsists(true)}>{t("data.anyway")}</Button>
        </div>
      )}
      {query.error && (
        <div className="p-3">
          <Trouble error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.data && total > 0 && (
        <div className="min-h-0 flex-1 overflow-auto" role="region" aria-label={t("data.items")} tabIndex={0}>
          <ItemFiles items={query.data.items} first={offset} />
          <Shown view={view} items={query.data.items} first={offset} />
        </div>
      )}
      {total > limit && <Pager offset={offset} limit={limit} total={total} onMove={setOffset} />}
    </>
  );
}

function Shown({ view, items, first }: { view: View; items: readonly Item[]; first: number }) {
  const values = useMemo(() => items.map((item) => item.json), [items]);
  if (view === "json") return <JsonView value={values} />;
  return view === "table" ? <TableView items={items} first={first} /> : <Schema items={items} />;
}

function Schema({ items }: { items: readonly Item[] }) {
  const fields = useMemo(() => schemaOf(items), [items]);
  return (
    <div className="py-2 text-sm">
      <Fields fields={fields} of={items.length} depth={0} />
    </div>
  );
}

function Fields({ fields, of, depth }: { fields: readonly Field[]; of: number; depth: number }) {
  return (
    <ul>
      {fields.map((field) => (
        <li key={field.name}>
          <div className="flex items-baseline gap-3 py-0.5 pr-3 hover:bg-sunk/60" style={{ paddingLeft: `${0.8 + depth * 1.2}rem` }}>
            <code className="font-mono text-[13px]">{field.name}</code>
            <span className="text-xs text-run">{field.kinds.join(" | ")}</span>
            {field.count < of && <span className="figures ml-auto text-xs text-faint">{t("data.inSome", { count: field.count, of })}</span>}
          </div>
          {field.fields.length > 0 && <Fields fields={field.fields} of={field.count} depth={depth + 1} />}
        </li>
      ))}
    </ul>
  );
}

function Pager({ offset, limit, total, onMove }: { offset: number; limit: number; total: number; onMove: (offset: number) => void }) {
  const end = Math.min(total, offset + limit);
  return (
    <div className="flex shrink-0 items-center justify-between border-t border-line px-2 py-1">
      <Button look="quiet" disabled={offset === 0} icon={<ChevronLeft size={16} aria-hidden />} onClick={() => onMove(Math.max(0, offset - limit))}>
        {t("data.before")}
      </Button>
      <span className="figures text-sm text-soft">{t("data.range", { from: count(offset + 1), to: count(end), of: count(total) })}</span>
      <Button look="quiet" disabled={end >= total} onClick={() => onMove(end)}>
        {t("data.next")} <ChevronRight size={16} aria-hidden />
      </Button>
    </div>
  );
}
