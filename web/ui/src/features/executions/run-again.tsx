import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { type ExecutionFilter, runAgain, type RunAgain } from "@/api/executions";
import { refusalSaid } from "@/api/said";
import { Button } from "@/components/button";
import { Choice } from "@/components/choice";
import { Dialog } from "@/components/dialog";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";

/** As many as one request takes. */
const MOST = 200;

export function RunAgainButton({ filter }: { filter: ExecutionFilter }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button icon={<RotateCcw size={15} aria-hidden />} onClick={() => setIsOpen(true)}>
        {t("again.open")}
      </Button>
      {isOpen && <RunAgainDialog filter={filter} onClose={() => setIsOpen(false)} />}
    </>
  );
}

/** Everything that failed, run again as after an outage: first a look, then one to try, then the others. */
function RunAgainDialog({ filter, onClose }: { filter: ExecutionFilter; onClose: () => void }) {
  const [batch, setBatch] = useState(() => ({ id: crypto.randomUUID(), taken: 0 }));
  const [begin, setBegin] = useState<RunAgain["begin"]>("failed");
  const [version, setVersion] = useState<RunAgain["version"]>("same");
  const [begun, setBegun] = useState<ReadonlySet<string>>(new Set());
  const look = useQuery({ queryKey: ["executions", "again", filter], queryFn: () => runAgain(filter, { begin, version, limit: 1, batchId: null }), staleTime: 0, gcTime: 0 });
  const run = useMutation({
    mutationFn: (limit: number) => runAgain(filter, { begin, version, limit, batchId: batch.id }),
    onSuccess: ({ items }) => {
      setBegun((before) => new Set([...before, ...items.flatMap(({ fork_id: id }) => (id === null ? [] : [id]))]));
      // A batch answers with what it took before; one that is full is followed by another.
      setBatch(items.length < MOST ? { ...batch, taken: items.length } : { id: crypto.randomUUID(), taken: 0 });
    },
  });
  const left = run.data?.left ?? look.data?.matched;
  const refused = run.data?.items.find((item) => item.refused !== null)?.refused;
  return (
    <Dialog label={t("again.title")} onClose={onClose} className="w-[34rem]">
      <div className="space-y-4 p-5 text-sm">
        <p className="text-soft">{t("again.text")}</p>
        <Choice label={t("again.begin")} value={begin} onChange={(value) => setBegin(value === "start" ? "start" : "failed")} options={[["failed", t("again.failed")], ["start", t("fork.start")]]} />
        <Choice label={t("fork.version")} value={version} onChange={(value) => setVersion(value === "newest" ? "newest" : "same")} options={[["same", t("fork.same")], ["newest", t("fork.newest")]]} />
        <p role="status" className="figures font-medium">
          {left === undefined ? "…" : t("again.left", { count: left })}
          {begun.size > 0 && ` · ${t("again.begun", { count: begun.size })}`}
        </p>
        {refused && <p className="text-bad">{t("again.refused", { message: refusalSaid(refused.code, refused.detail) })}</p>}
        {(run.error ?? look.error) && <Trouble error={(run.error ?? look.error) as Error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("close")}</Button>
          <Button busy={run.isPending} disabled={!left} onClick={() => run.mutate(batch.taken + 1)}>
            {t("again.one")}
          </Button>
          <Button look="primary" busy={run.isPending} disabled={!left} onClick={() => run.mutate(MOST)}>
            {t("again.all", { count: Math.min(left ?? 0, MOST) })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
