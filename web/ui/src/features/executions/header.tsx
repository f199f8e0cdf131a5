import { useMutation, useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight, CornerLeftUp, GitFork, LoaderCircle, Radio, RotateCcw, Square, Workflow as WorkflowIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { Link, useLocation } from "wouter";
import { cancelExecution, type Execution, executionPage, forkExecution, isOver } from "@/api/executions";
import { Button } from "@/components/button";
import { StatusPill } from "@/components/status";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { moment, shortId } from "@/lib/format";
import { useWatch } from "@/run/watch";
import { triggerName } from "./words";

interface Props {
  id: string;
  execution: Execution | undefined;
  onFork: (nodeId: string | null) => void;
}

export function Header({ id, execution, onFork }: Props) {
  const retry = useRetry(id);
  const cancel = useMutation({ mutationFn: () => cancelExecution(id) });
  const error = retry.error ?? cancel.error;
  return (
    <header className="shrink-0 border-b border-line bg-card px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <nav aria-label={t("viewer.breadcrumb")} className="flex min-w-0 items-center gap-1 text-sm text-faint">
          <Link href="/executions" className="hover:text-ink">
            {t("nav.executions")}
          </Link>
          <ChevronRight size={14} aria-hidden />
        </nav>
        <h1 className="min-w-0 truncate font-semibold tracking-tight">
          {execution ? (
            <Link href={`/workflows/${execution.workflow_id}`} className="hover:underline">
              {execution.workflow_name ?? shortId(execution.workflow_id)}
            </Link>
          ) : (
            t("executions.execution")
          )}
        </h1>
        <Status />
        <Connection />
        {execution && <Relations execution={execution} />}
        <div className="ml-auto flex items-center gap-1.5">
          <Stop cancel={cancel} />
          <Again retry={retry} onFork={onFork} />
        </div>
      </div>
      {error && (
        <div className="mt-2">
          <Trouble error={error} />
        </div>
      )}
    </header>
  );
}

function useRetry(id: string) {
  const [, go] = useLocation();
  return useMutation({
    mutationFn: (fromNode: string | null) => forkExecution(id, { fromNode, version: "same" }),
    onSuccess: (started) => go(`/executions/${started}`),
  });
}

/** At the place on the tape that is shown. */
function Status() {
  const status = useWatch((watch) => (watch.connection === "connecting" && watch.count === 0 ? null : watch.story.status));
  const rewound = useWatch((watch) => watch.place !== null);
  return (
    <span aria-live="polite" className="flex items-center gap-2">
      {status && <StatusPill state={status} />}
      {rewound && <span className="rounded-full border border-tape px-2 py-px text-xs font-medium text-tape">{t("rewind.rewound")}</span>}
    </span>
  );
}

function Connection() {
  const connection = useWatch((watch) => watch.connection);
  const over = useWatch((watch) => isOver(watch.head.status));
  return (
    <span role="status" className="flex text-sm font-medium">
      {connection === "reconnecting" && (
        <span className="inline-flex items-center gap-1.5 text-wait">
          <LoaderCircle size={15} className="animate-spin motion-reduce:animate-none" aria-hidden />
          {t("run.reconnecting")}
        </span>
      )}
      {connection === "live" && !over && (
        <span className="inline-flex items-center gap-1.5 text-tape">
          <Radio size={15} aria-hidden />
          {t("live.live")}
        </span>
      )}
    </span>
  );
}

const LINK = "inline-flex items-center gap-1 whitespace-nowrap hover:text-ink hover:underline";

function Relations({ execution }: { execution: Execution }) {
  const { parent, forked_from: forked, children, workflow_version: version, trigger, created_at: at } = execution;
  return (
    <p className="figures flex min-w-0 flex-wrap items-center gap-x-3 text-xs text-faint">
      <span className="truncate">
        <Link href={`/workflows/${execution.workflow_id}/versions?v=${version}`} className="hover:text-ink hover:underline" title={t("viewer.toVersion")}>
          {t("viewer.version", { version: String(version) })}
        </Link>{" "}
        · {triggerName(trigger)} · {moment(at)}
      </span>
      {parent && (
        <Link href={`/executions/${parent.execution_id}`} className={LINK}>
          <CornerLeftUp size={13} aria-hidden /> {t("viewer.parent")}
        </Link>
      )}
      {forked && (
        <Link href={`/executions/${forked.execution_id}`} className={LINK}>
          <GitFork size={13} aria-hidden /> {t("viewer.forkedFrom")}
        </Link>
      )}
      {children > 0 && <Children id={execution.id} count={children} />}
    </p>
  );
}

const MENU = "floating z-40 max-h-80 w-64 overflow-auto p-1 text-sm";
const ENTRY = "flex min-h-8 cursor-default items-center gap-2 rounded-[7px] px-2 py-1 outline-none data-[highlighted]:bg-sunk data-[disabled]:opacity-40";

function Children({ id, count }: { id: string; count: number }) {
  const [, go] = useLocation();
  const listed = useQuery({ queryKey: ["executions", "children", id], queryFn: ({ signal }) => executionPage({ parent: id }, null, signal) });
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={LINK}>
        <WorkflowIcon size={13} aria-hidden /> {t("viewer.children", { count })}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className={MENU}>
          {(listed.data?.items ?? []).map((child) => (
            <DropdownMenu.Item key={child.id} className={ENTRY} onSelect={() => go(`/executions/${child.id}`)}>
              <StatusPill state={child.status} />
              <span className="truncate">{child.workflow_name ?? shortId(child.id)}</span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Stop({ cancel }: { cancel: { isPending: boolean; mutate: () => void } }) {
  const over = useWatch((watch) => watch.count === 0 || isOver(watch.head.status));
  const asked = useWatch((watch) => watch.head.cancelRequested);
  if (over) return null;
  return (
    <Button look="danger" className="h-8" busy={cancel.isPending || asked} icon={<Square size={14} aria-hidden />} onClick={() => cancel.mutate()}>
      {t(asked ? "viewer.cancelling" : "viewer.cancel")}
    </Button>
  );
}

function Again({ retry, onFork }: { retry: { isPending: boolean; mutate: (fromNode: string | null) => void }; onFork: (nodeId: string | null) => void }) {
  const over = useWatch((watch) => isOver(watch.head.status));
  const failed = useWatch(({ head }) => head.error?.nodeId ?? null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button className="h-8" busy={retry.isPending} icon={<RotateCcw size={14} aria-hidden />}>
          {t("viewer.again")} <ChevronDown size={14} aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={4} className={MENU}>
          <DropdownMenu.Item className={ENTRY} disabled={!over || failed === null} onSelect={() => retry.mutate(failed)}>
            {t("viewer.retryFailed")}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={ENTRY} onSelect={() => retry.mutate(null)}>
            {t("viewer.retryStart")}
          </DropdownMenu.Item>
          <DropdownMenu.Item className={ENTRY} onSelect={() => onFork(failed)}>
            {t("viewer.fork")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
