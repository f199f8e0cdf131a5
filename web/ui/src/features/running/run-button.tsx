import { Braces, Play, Square } from "lucide-react";
import { Popover } from "radix-ui";
import { useId } from "react";
import { type Action, perform } from "@/actions/action";
import { shown } from "@/actions/shortcuts";
import { isOver } from "@/api/executions";
import { AttachFiles } from "@/components/attach-files";
import { Button } from "@/components/button";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";
import { useLive } from "@/run/live";
import { useStarting } from "./starting";

export function RunButton({ actions }: { actions: readonly Action[] }) {
  const busy = useStarting((starting) => starting.busy);
  const going = useLive(({ executionId, story, error }) => executionId !== null && error === null && !isOver(story.status));
  const asked = useLive(({ story }) => story.cancelRequested);
  const action = actions.find(({ id }) => id === (going ? "stop" : "run"));
  if (!action) return null;
  return (
    <div className="flex items-center gap-1.5">
      <Input />
      <Button
        look={going ? "danger" : "primary"}
        className="min-w-24"
        busy={busy || asked}
        title={shown(action.shortcuts?.[0] ?? "")}
        icon={going ? <Square size={14} aria-hidden /> : <Play size={14} fill="currentColor" aria-hidden />}
        onClick={() => perform(action)}
      >
        {action.label}
      </Button>
    </div>
  );
}

/** What the manual trigger gets, kept for this workflow as long as the tab is there. */
function Input() {
  const input = useStarting((starting) => starting.input);
  const files = useStarting((starting) => starting.files);
  const id = useId();
  const fault = input.trim() === "" ? null : jsonFault(input);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" className="px-2" title={t("run.input")} icon={<Braces size={16} className={input === "" && files.length === 0 ? "" : "text-run"} aria-hidden />}>
          <span className="sr-only">{t("run.input")}</span>
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content align="end" sideOffset={6} className="floating z-40 w-96 p-4">
          <label htmlFor={id} className="mb-1 block text-sm font-medium">
            {t("run.input")}
          </label>
          <p className="mb-2 text-sm text-faint">{t("run.inputHint")}</p>
          <textarea
            id={id}
            rows={7}
            spellCheck={false}
            aria-invalid={fault !== null}
            className="field resize-y font-mono text-sm"
            placeholder={'{"city": "Oslo"}'}
            value={input}
            onChange={(event) => useStarting.setState({ input: event.target.value })}
          />
          {fault && (
            <p role="alert" className="mt-1 text-sm text-bad">
              {t("json.fault", { line: fault.line, column: fault.column, message: fault.message })}
            </p>
          )}
          <AttachFiles files={files} onChange={(change) => useStarting.setState((before) => ({ files: change(before.files) }))} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
