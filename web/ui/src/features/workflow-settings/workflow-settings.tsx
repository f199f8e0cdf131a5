import { useInfiniteQuery } from "@tanstack/react-query";
import { SlidersHorizontal } from "lucide-react";
import { useMemo, useState } from "react";
import { faultSaid } from "@/api/said";
import type { Action } from "@/actions/action";
import { useActions } from "@/actions/registry";
import { workflowPages } from "@/api/workflows";
import { Choice } from "@/components/choice";
import { ActionButton } from "@/components/action-button";
import { Dialog } from "@/components/dialog";
import { useOpen, useOpenState } from "@/document/context";
import { t } from "@/i18n/i18n";
import { zones } from "@/lib/zones";
import { TextSetting } from "./text-setting";
import { type Concurrency, concurrencyWith, keysOf, numberOf } from "./values";

/** The button, the command and the dialog for what holds for the workflow as a whole. */
export function WorkflowSettings({ workflowId }: { workflowId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const action = useMemo(
    (): Action => ({ id: "workflow-settings", label: t("wholeSettings.open"), section: "section.edit", icon: SlidersHorizontal, shortcuts: ["mod+,"], enabled: () => true, run: () => setIsOpen(true) }),
    [],
  );
  useActions(useMemo(() => [action], [action]));
  return (
    <>
      <ActionButton action={action} />
      {isOpen && <SettingsDialog workflowId={workflowId} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function SettingsDialog({ workflowId, onClose }: { workflowId: string; onClose: () => void }) {
  const open = useOpen();
  const settings = useOpenState(({ doc }) => doc.settings);
  const problems = useOpenState((state) => state.problems);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const pages = useInfiniteQuery(workflowPages("")).data?.pages ?? [];
  const others = pages.flatMap(({ items }) => items).filter(({ id }) => id !== workflowId);
  const concurrency: Concurrency | null = (settings["concurrency"] as Concurrency | undefined) ?? null;
  const text = (name: string) => {
    const value = settings[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const faultOf = (name: string) => {
    const problem = problems.find(({ loc }) => loc[0] === "settings" && loc[1] === name);
    return faults[name] ?? (problem && faultSaid(problem));
  };
  const set = (name: string, value: unknown) => {
    setFaults((before) => Object.fromEntries(Object.entries(before).filter(([key]) => key !== name)));
    open.edit("edit.settings", [{ type: "change_settings", settings: { [name]: value } }]);
  };
  const number = (name: string, typed: string, bounds: Parameters<typeof numberOf>[1], take: (value: number | null) => void) => {
    const value = numberOf(typed, bounds);
    if (value === undefined) setFaults((before) => ({ ...before, [name]: t("wholeSettings.noNumber", { typed, range: rangeOf(bounds) }) }));
    else take(value);
    return value !== undefined;
  };
  return (
    <Dialog label={t("wholeSettings.title")} onClose={onClose} className="w-[38rem]">
      <div className="grid max-h-[66dvh] gap-x-5 gap-y-4 overflow-auto p-5 sm:grid-cols-2">
        <TextSetting label={t("wholeSettings.timezone")} help={t("wholeSettings.timezoneHelp")} fault={faultOf("timezone")} value={text("timezone")} placeholder="UTC" known={ZONES} onChange={(value) => set("timezone", value || null)} />
        <TextSetting label={t("wholeSettings.deadline")} help={t("wholeSettings.deadlineHelp")} fault={faultOf("deadline_s")} value={text("deadline_s")} numeric onChange={(typed) => number("deadline_s", typed, { whole: false, least: 0.001 }, (value) => set("deadline_s", value))} />
        <Choice
          label={t("wholeSettings.order")}
          value={text("order") || "parallel"}
          onChange={(value) => set("order", value)}
          options={[["parallel", t("wholeSettings.parallel")], ["sequential", t("wholeSettings.sequential")]]}
        />
        <TextSetting label={t("wholeSettings.priority")} help={t("wholeSettings.priorityHelp")} fault={faultOf("priority")} value={text("priority")} numeric onChange={(typed) => number("priority", typed, { whole: true, least: 0, most: 9 }, (value) => set("priority", value))} />
        <Choice
          label={t("wholeSettings.errorWorkflow")}
          help={t("wholeSettings.errorWorkflowHelp")}
          fault={faultOf("error_workflow_id")}
          value={text("error_workflow_id")}
          onChange={(value) => set("error_workflow_id", value || null)}
          options={withChosen([["", t("wholeSettings.none")], ...others.map(({ id, name }): [string, string] => [id, name])], text("error_workflow_id"))}
        />
        <TextSetting label={t("wholeSettings.searchKeys")} help={t("wholeSettings.searchKeysHelp")} value={((settings["search_keys"] ?? []) as string[]).join(", ")} placeholder="customer, body.order.id" onChange={(value) => set("search_keys", keysOf(value))} />
        <TextSetting
          label={t("wholeSettings.limit")}
          help={t("wholeSettings.limitHelp")}
          fault={faultOf("limit")}
          value={String(concurrency?.limit ?? "")}
          numeric
          onChange={(typed) => number("limit", typed, { whole: true, least: 1 }, (limit) => set("concurrency", concurrencyWith(concurrency, { limit })))}
        />
        {concurrency !== null && (
          <>
            <Choice
              label={t("wholeSettings.beyond")}
              value={concurrency.beyond ?? "queue"}
              onChange={(beyond) => set("concurrency", concurrencyWith(concurrency, { beyond }))}
              options={[["queue", t("wholeSettings.queue")], ["skip", t("wholeSettings.skip")], ["cancel_oldest", t("wholeSettings.cancelOldest")]]}
            />
            <TextSetting label={t("wholeSettings.key")} help={t("wholeSettings.keyHelp")} fault={faultOf("concurrency")} value={concurrency.key ?? ""} placeholder="{{ $json.customer }}" onChange={(key) => set("concurrency", concurrencyWith(concurrency, { key }))} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function rangeOf({ whole, least, most }: Parameters<typeof numberOf>[1]): string {
  if (!whole) return t("wholeSettings.above0");
  return most === undefined ? t("wholeSettings.atLeast", { least }) : t("wholeSettings.between", { least, most });
}

const ZONES = zones();

/** One that is not on the page that was loaded is there all the same. */
function withChosen(options: readonly (readonly [string, string])[], chosen: string): readonly (readonly [string, string])[] {
  return options.some(([id]) => id === chosen) ? options : [...options, [chosen, chosen]];
}
