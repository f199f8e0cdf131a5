import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { useOpen, useOpenState } from "@/document/context";
import type { SaveState } from "@/document/open-state";
import { t } from "@/i18n/i18n";
import { told } from "./tell";

/** Always says whether what is on the screen is stored. */
export function SaveStatus() {
  const open = useOpen();
  const status = useOpenState((state) => state.status);
  const waiting = useOpenState((state) => state.waiting);
  const refusal = useOpenState((state) => state.refusal);
  return (
    <span role="status" data-save={status} className="flex min-w-20 items-center gap-1.5 text-sm whitespace-nowrap">
      {refusal ? (
        <button type="button" className="flex items-center gap-1.5 text-bad" title={refusal.commands.map((command) => told(command, open.doc)).join("\n")} onClick={() => open.dismissRefusal()}>
          <TriangleAlert size={15} aria-hidden />
          {t("save.refused", { message: refusal.message })}
        </button>
      ) : (
        <Status status={status} waiting={waiting} />
      )}
    </span>
  );
}

function Status({ status, waiting }: { status: SaveState; waiting: number }) {
  switch (status) {
    case "saved":
      return (
        <span className="flex items-center gap-1.5 text-faint">
          <Check size={15} aria-hidden />
          {t("save.saved")}
        </span>
      );
    case "saving":
      return (
        <span className="flex items-center gap-1.5 text-soft">
          <LoaderCircle size={15} className="animate-spin motion-reduce:animate-none" aria-hidden />
          {t("save.saving")}
        </span>
      );
    case "offline":
      return (
        <span className="flex items-center gap-1.5 text-wait">
          <CloudOff size={15} aria-hidden />
          {t("save.offline", { count: waiting })}
        </span>
      );
    case "gone":
      return (
        <span className="flex items-center gap-1.5 text-bad" title={t("save.goneHint")}>
          <CloudOff size={15} aria-hidden />
          {t("save.gone", { count: waiting })}
        </span>
      );
    case "conflict":
      return (
        <span className="flex items-center gap-1.5 text-bad">
          <TriangleAlert size={15} aria-hidden />
          {t("save.conflict")}
        </span>
      );
  }
}
