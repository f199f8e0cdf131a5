import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { useOpen, useOpenState } from "@/document/context";
import { commandsOf } from "@/document/queue";
import { t } from "@/i18n/i18n";
import { told } from "./tell";

/** What could not be undone or done again, and why. */
export function Standoff() {
  const open = useOpen();
  const standoff = useOpenState((state) => state.standoff);
  if (!standoff) return null;
  const { direction, theirs } = standoff;
  const title = t(direction === "undo" ? "standoff.undo" : "standoff.redo");
  return (
    <Dialog label={title} onClose={() => open.dismissStandoff()}>
      <p className="px-5 pt-4 text-soft">{theirs ? t("standoff.others") : t("standoff.away")}</p>
      <ul aria-label={t("conflict.theirs")} className="max-h-[40dvh] space-y-2 overflow-y-auto p-5">
        {commandsOf(theirs ?? []).map((command, place) => (
          <li key={place} className="overflow-x-auto rounded-[7px] bg-sunk px-3 py-2 font-mono text-xs whitespace-pre-wrap">
            {told(command, open.doc)}
          </li>
        ))}
      </ul>
      <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
        {theirs && <Button onClick={() => open.passOver()}>{t(direction === "undo" ? "standoff.skipUndo" : "standoff.skipRedo")}</Button>}
        <Button look="primary" onClick={() => open.dismissStandoff()}>
          {t("standoff.leave")}
        </Button>
      </footer>
    </Dialog>
  );
}
