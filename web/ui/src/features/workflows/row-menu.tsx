import { Archive, ArchiveRestore, ClipboardCopy, Copy, Download, FolderInput, GitCompareArrows, MoreHorizontal, Pencil, PlayCircle } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useLocation } from "wouter";
import type { WorkflowSummary } from "@/api/workflows";
import { t } from "@/i18n/i18n";
import type { Deeds } from "./deeds";
import { MenuItem } from "./menu-item";

interface Props {
  workflow: WorkflowSummary;
  deeds: Deeds;
  onOrganise: (workflows: readonly WorkflowSummary[]) => void;
}

export function RowMenu({ workflow, deeds, onOrganise }: Props) {
  const [, go] = useLocation();
  const one = [workflow];
  const page = `/workflows/${workflow.id}`;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger aria-label={t("workflows.more", { name: workflow.name })} className="relative z-10 grid size-8 place-items-center rounded-[7px] text-soft hover:bg-sunk hover:text-ink">
        <MoreHorizontal size={17} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" className="floating z-40 min-w-56 p-1 text-sm">
          <MenuItem label={t("workflow.open")} icon={Pencil} onSelect={() => go(page)} />
          <MenuItem label={t("workflow.executions")} icon={PlayCircle} onSelect={() => go(`${page}/executions`)} />
          <MenuItem label={t("workflow.versions")} icon={GitCompareArrows} onSelect={() => go(`${page}/versions`)} />
          <Line />
          {!workflow.archived && <MenuItem label={t("workflow.organise")} icon={FolderInput} onSelect={() => onOrganise(one)} />}
          <MenuItem label={t("workflow.duplicate")} icon={Copy} onSelect={() => void deeds.duplicate(one)} />
          <Line />
          <MenuItem label={t("workflow.export")} icon={Download} onSelect={() => void deeds.export(one)} />
          <MenuItem label={t("workflow.copyJson")} icon={ClipboardCopy} onSelect={() => void deeds.copy(one)} />
          <Line />
          {workflow.archived ? (
            <MenuItem label={t("workflow.restore")} icon={ArchiveRestore} onSelect={() => void deeds.restore(one)} />
          ) : (
            <MenuItem label={t("workflow.archive")} icon={Archive} onSelect={() => void deeds.archive(one)} />
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Line() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
