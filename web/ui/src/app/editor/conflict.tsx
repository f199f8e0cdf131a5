import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { useOpen, useOpenState } from "@/document/context";
import { asCommand } from "@/document/events";
import { t } from "@/i18n/i18n";
import { told } from "./tell";

/** Edits of mine and of somebody else that don't go together, side by side. */
export function Conflict() {
  const open = useOpen();
  const conflict = useOpenState((state) => state.conflict);
  if (!conflict) return null;
  const theirs = conflict.theirs.flatMap((event) => asCommand(event) ?? []);
  return (
    <Dialog label={t("conflict.title")} className="w-[52rem]" onClose={() => open.keepMine()}>
      <p className="px-5 pt-4 text-soft">{t("conflict.text")}</p>
      <div className="grid max-h-[50dvh] grid-cols-2 gap-4 overflow-y-auto p-5">
        <Side title={t("conflict.mine")} edits={conflict.mine.map((command) => told(command, open.doc))} />
        <Side title={t("conflict.theirs")} edits={theirs.map((command) => told(command, open.doc))} />
      </div>
      <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={() => open.keepTheirs()}>{t("conflict.keepTheirs")}</Button>
        <Button look="primary" onClick={() => open.keepMine()}>
          {t("conflict.keepMine")}
        </Button>
      </footer>
    </Dialog>
  );
}

function Side({ title, edits }: { title: string; edits: readonly string[] }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      <ul className="space-y-2">
        {edits.map((edit, place) => (
          <li key={place} className="overflow-x-auto rounded-[7px] bg-sunk px-3 py-2 font-mono text-xs whitespace-pre-wrap">
            {edit}
          </li>
        ))}
      </ul>
    </section>
  );
}
