import { Archive, ArchiveRestore, Copy, Download, FolderInput, Power, PowerOff, X } from "lucide-react";
import type { WorkflowSummary } from "@/api/workflows";
import { Button } from "@/components/button";
import { t } from "@/i18n/i18n";
import type { Deeds } from "./deeds";

interface Props {
  chosen: readonly WorkflowSummary[];
  archived: boolean;
  deeds: Deeds;
  onOrganise: (workflows: readonly WorkflowSummary[]) => void;
  onClear: () => void;
}

/** Over the foot of the page, so that nothing moves when something is chosen. */
export function BulkBar({ chosen, archived, deeds, onOrganise, onClear }: Props) {
  const then = (deed: Promise<void>) => void deed.then(onClear);
  return (
    <div className="pointer-events-none fixed inset-x-4 bottom-5 z-30 flex justify-center">
      <div role="group" aria-label={t("bulk.label")} className="floating pointer-events-auto flex flex-wrap items-center gap-0.5 px-2 py-1.5">
        <span className="figures px-3 text-sm font-medium" aria-live="polite">
          {t("bulk.chosen", { count: chosen.length })}
        </span>
        {archived ? (
          <Button look="quiet" icon={<ArchiveRestore size={16} aria-hidden />} onClick={() => then(deeds.restore(chosen))}>
            {t("workflow.restore")}
          </Button>
        ) : (
          <>
            <Button look="quiet" icon={<Power size={16} aria-hidden />} onClick={() => then(deeds.activate(chosen, true))}>
              {t("workflow.activate")}
            </Button>
            <Button look="quiet" icon={<PowerOff size={16} aria-hidden />} onClick={() => then(deeds.activate(chosen, false))}>
              {t("workflow.deactivate")}
            </Button>
            <Button look="quiet" icon={<FolderInput size={16} aria-hidden />} onClick={() => onOrganise(chosen)}>
              {t("bulk.file")}
            </Button>
            <Button look="quiet" icon={<Copy size={16} aria-hidden />} onClick={() => then(deeds.duplicate(chosen))}>
              {t("workflow.duplicate")}
            </Button>
            <Button look="quiet" icon={<Archive size={16} aria-hidden />} onClick={() => then(deeds.archive(chosen))}>
              {t("workflow.archive")}
            </Button>
          </>
        )}
        <Button look="quiet" icon={<Download size={16} aria-hidden />} onClick={() => void deeds.export(chosen)}>
          {t("bulk.export")}
        </Button>
        <Button look="quiet" aria-label={t("bulk.clear")} title={t("bulk.clear")} className="px-2.5" icon={<X size={16} aria-hidden />} onClick={onClear} />
      </div>
    </div>
  );
}
