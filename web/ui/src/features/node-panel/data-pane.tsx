import { type ReactNode, useState } from "react";
import { ItemFiles } from "@/components/item-files";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { PAGE_SIZE, type Source, useItems, useSample } from "./data";
import { ItemTable, JsonText, SchemaView } from "./data-views";

const VIEWS = ["schema", "table", "json"] as const;
type View = (typeof VIEWS)[number];

interface Props {
  title: string;
  executionId: string | null;
  source: Source | null;
  /** Shown beside the title: choices of port and run, and what can be done with the data. */
  choices?: ReactNode;
  /** Its fields can be put into parameters. */
  input: boolean;
}

/** A page of data that went into a node or came out of it. */
export function DataPane({ title, executionId, source, choices, input }: Props) {
  const [view, setView] = useState<View>(input ? "schema" : "table");
  const [page, setPage] = useState(0);
  const sampled = useSample((chosen) => chosen.offset);
  const offset = input ? sampled : page;
  const turnTo = (start: number) => (input ? useSample.setState({ offset: start, index: 0 }) : setPage(start));
  const shown = useItems(executionId, source, offset);
  const sample = useSample(({ index }) => (input ? index : 0));
  const item = shown.items[sample] ?? shown.items[0];
  return (
    <section aria-label={title} className="flex h-full flex-col">
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2 text-sm">
        <h2 className="font-semibold">{title}</h2>
        {shown.pinned && <span className="rounded-full bg-wait-wash px-2 text-xs text-wait">{t("node.pinned")}</span>}
        {choices}
        <div role="group" aria-label={t("pane.view")} className="ml-auto flex gap-1">
          {VIEWS.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={view === kind}
              className={`rounded px-2 py-0.5 text-xs ${view === kind ? "bg-sunk text-ink" : "text-soft hover:text-ink"}`}
              onClick={() => setView(kind)}
            >
              {t(`pane.${kind}`)}
            </button>
          ))}
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-auto" tabIndex={0} role="group" aria-label={title}>
        {shown.error && <Trouble error={shown.error} />}
        {!item && !shown.error && <p className="p-4 text-sm text-faint">{source === null ? t("pane.loose") : shown.loading ? t("pane.loading") : shown.nothing ? t("pane.nothing") : t("pane.empty")}</p>}
        <ItemFiles items={shown.items} first={offset} />
        {item && view === "schema" && <SchemaView item={item} draggable={input} />}
        {item && view === "table" && <ItemTable items={shown.items} draggable={input} />}
        {item && view === "json" && <JsonText items={shown.items} />}
      </div>
      <footer className="flex items-center gap-2 border-t border-line px-3 py-1.5 text-xs text-soft">
        {input && shown.items.length > 1 && (
          <label className="flex items-center gap-1.5">
            {t("pane.previewItem")}
            <select className="field py-0 text-xs" value={sample} onChange={({ target }) => useSample.setState({ index: Number(target.value) })}>
              {shown.items.map((_, place) => (
                <option key={place} value={place}>
                  {offset + place + 1}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" className="ml-auto disabled:opacity-40" disabled={offset === 0} onClick={() => turnTo(offset - PAGE_SIZE)}>
          {t("pane.before")}
        </button>
        <button
          type="button"
          className="disabled:opacity-40"
          disabled={shown.items.length < PAGE_SIZE || (shown.total !== null && offset + PAGE_SIZE >= shown.total)}
          onClick={() => turnTo(offset + PAGE_SIZE)}
        >
          {t("pane.after")}
        </button>
      </footer>
    </section>
  );
}
