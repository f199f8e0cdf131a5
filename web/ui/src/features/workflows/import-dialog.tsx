import { FileUp } from "lucide-react";
import { type SubmitEvent, useRef, useState } from "react";
import type { PortableWorkflow } from "@/api/workflow-list";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";
import type { Deeds } from "./deeds";
import { FaultNote } from "./fault-note";
import { imported } from "./portable";

/** From files, by dropping or by pasting; what is in it is told before it is imported. */
export function ImportDialog({ deeds, onClose }: { deeds: Deeds; onClose: () => void }) {
  const [text, setText] = useState("");
  const { workflows, fault } = look(text);
  const take = async (files: FileList | null) => {
    const texts = await Promise.all([...(files ?? [])].map((file) => file.text()));
    if (texts.length > 0) setText(texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(",\n")}]`);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (workflows.length === 0) return;
    onClose();
    void deeds.add(workflows);
  };
  return (
    <Dialog label={t("import.title")} onClose={onClose} className="w-[40rem]">
      <form
        className="p-5"
        onSubmit={submit}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void take(event.dataTransfer.files);
        }}
      >
        <Files onTake={(files) => void take(files)} />
        <label className="block">
          <span className="sr-only">{t("import.text")}</span>
          <textarea
            rows={10}
            spellCheck={false}
            className="field resize-none font-mono text-sm"
            placeholder={t("import.placeholder")}
            value={text}
            aria-invalid={fault !== null}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <div className="mt-3 flex min-h-12 items-start gap-4">
          <div className="min-w-0 flex-1 text-sm text-soft">
            {fault ? <FaultNote id="import-fault" text={text} fault={fault} /> : <Found text={text} workflows={workflows} />}
          </div>
          <Button look="primary" type="submit" disabled={workflows.length === 0}>
            {t("import.action")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Files({ onTake }: { onTake: (files: FileList | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="mb-3 flex items-center gap-3 rounded-[7px] border border-dashed border-edge px-3 py-2.5 text-sm text-soft">
      <Button icon={<FileUp size={16} aria-hidden />} onClick={() => input.current?.click()}>
        {t("import.file")}
      </Button>
      {t("import.drop")}
      <input ref={input} type="file" multiple accept=".json,application/json" className="hidden" aria-label={t("import.file")} onChange={({ target }) => onTake(target.files)} />
    </div>
  );
}

function Found({ text, workflows }: { text: string; workflows: readonly PortableWorkflow[] }) {
  if (text.trim() === "") return null;
  if (workflows.length === 0) return <p role="alert" className="text-bad">{t("import.nothing")}</p>;
  const names = workflows.slice(0, 5).map(({ name }) => name);
  return (
    <p role="status">
      <strong className="font-medium text-ink">{t("import.found", { count: workflows.length })}</strong>: {names.join(", ")}
      {workflows.length > names.length && " …"}
    </p>
  );
}

function look(text: string): { workflows: PortableWorkflow[]; fault: ReturnType<typeof jsonFault> } {
  if (text.trim() === "") return { workflows: [], fault: null };
  try {
    return { workflows: imported(text, t("import.nameless")), fault: null };
  } catch {
    return { workflows: [], fault: jsonFault(text) };
  }
}
