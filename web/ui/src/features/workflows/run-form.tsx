import { useMutation } from "@tanstack/react-query";
import { Braces, Play } from "lucide-react";
import { type SubmitEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { execute } from "@/api/executions";
import type { FileRef } from "@/api/files";
import { AttachFiles, binaryOf } from "@/components/attach-files";
import { Button } from "@/components/button";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";
import { InputField } from "./input-field";

/** Run the draft, with or without input; input that is no JSON is pointed at and not sent. */
export function RunForm({ workflowId }: { workflowId: string }) {
  const [, go] = useLocation();
  const [open, setOpen] = useState(false);
  const [input, setInput] = useState("");
  const [files, setFiles] = useState<readonly FileRef[]>([]);
  const [checked, setChecked] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const run = useMutation({
    mutationFn: () => execute(workflowId, open ? input : "", null, open ? binaryOf(files) : {}),
    onSuccess: (executionId) => go(`/executions/${executionId}`),
  });
  const fault = checked && open && input.trim() !== "" ? jsonFault(input) : null;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const found = open && input.trim() !== "" ? jsonFault(input) : null;
    setChecked(true);
    if (!found) {
      run.mutate();
      return;
    }
    box.current?.focus();
    box.current?.setSelectionRange(found.offset, found.offset + 1);
  }

  return (
    <form className={open || run.error ? "basis-full" : ""} onSubmit={submit} aria-label={t("page.run")}>
      {open && <InputField box={box} value={input} fault={fault} onChange={setInput} />}
      {open && (
        <div className="-mt-2 mb-3">
          <AttachFiles files={files} onChange={setFiles} />
        </div>
      )}
      {run.error && (
        <div className="mb-3">
          <Trouble error={run.error} />
        </div>
      )}
      <div className="flex gap-2">
        <Button
          aria-expanded={open}
          icon={<Braces size={16} aria-hidden />}
          onClick={() => {
            setOpen(!open);
            setChecked(false);
          }}
        >
          {open ? t("page.withoutInput") : t("page.withInput")}
        </Button>
        <Button look="primary" type="submit" busy={run.isPending} icon={<Play size={15} fill="currentColor" aria-hidden />}>
          {t("page.run")}
        </Button>
      </div>
    </form>
  );
}
