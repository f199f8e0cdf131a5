import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { outputQuery } from "@/api/executions";
import { Button } from "@/components/button";
import { Trouble } from "@/components/trouble";
import { count, counted } from "@/lib/format";
import { Choice } from "./choice";
import { JsonView } from "./json-view";
import type { Run } from "@/run/story";
import { TableView } from "./table-view";

const PAGE = 50;

interface Props {
  executionId: string;
  nodeId: string;
  run: Run;
}

/** A port's items, a page at a time; never all of them at once. */
export function Output({ executionId, nodeId, run }: Props) {
  const ports = [...run.itemsOut.keys()];
  const [port, setPort] = useState(() => ports.find((name) => (run.itemsOut.get(name) ?? 0) > 0) ?? ports[0] ?? "main");
  const [view, setView] = useState("Table");
  const [offset, setOffset] = useState(0);
  const total = run.itemsOut.get(port) ?? 0;
  const query = useQuery({
    ...outputQuery({ executionId, nodeId, runIndex: run.runIndex, port, offset, limit: PAGE }),
    enabled: total > 0,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 border-y border-line px-4 py-2">
        {(ports.length > 1 || port !== "main") && (
          <Choice
            label="Port"
            options={ports}
            value={port}
            onChange={(next) => {
              setPort(next);
              setOffset(0);
            }}
            detail={(name) => count(run.itemsOut.get(name) ?? 0)}
          />
        )}
        <span className="figures text-sm text-soft">{counted(total, "item")}</span>
        <span className="ml-auto">
          <Choice label="View" options={["Table", "JSON"]} value={view} onChange={setView} />
        </span>
      </div>
      {total === 0 && <p className="p-4 text-sm text-faint">No items left by this port.</p>}
      {query.error && (
        <div className="p-4">
          <Trouble error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.data && total > 0 && (
        <div className="min-h-0 flex-1 overflow-auto" role="region" aria-label="Items" tabIndex={0}>
          {view === "Table" ? <TableView items={query.data.items} first={offset} /> : <JsonView value={query.data.items.map((item) => item.json)} />}
        </div>
      )}
      {total > PAGE && <Pager offset={offset} total={total} onMove={setOffset} />}
    </>
  );
}

function Pager({ offset, total, onMove }: { offset: number; total: number; onMove: (offset: number) => void }) {
  const end = Math.min(total, offset + PAGE);
  return (
    <div className="flex items-center justify-between border-t border-line px-2 py-1.5">
      <Button look="quiet" disabled={offset === 0} icon={<ChevronLeft size={16} aria-hidden />} onClick={() => onMove(offset - PAGE)}>
        Before
      </Button>
      <span className="figures text-sm text-soft">
        {count(offset + 1)} to {count(end)} of {count(total)}
      </span>
      <Button look="quiet" disabled={end >= total} onClick={() => onMove(end)}>
        Next <ChevronRight size={16} aria-hidden />
      </Button>
    </div>
  );
}
