import { useQuery, useQueryClient } from "@tanstack/react-query";
import { PanelLeft, ScrollText } from "lucide-react";
import { Switch } from "radix-ui";
import { useState } from "react";
import { Link } from "wouter";
import type { Action } from "@/actions/action";
import { setActive, workflowQuery } from "@/api/workflows";
import { useOpen, useOpenState } from "@/document/context";
import { useDraft } from "@/document/draft";
import { RunButton } from "@/features/running/run-button";
import { useStarting } from "@/features/running/starting";
import { WorkflowSettings } from "@/features/workflow-settings/workflow-settings";
import { t } from "@/i18n/i18n";
import { prefer, preferences, usePreferences } from "@/preferences/preferences";
import { HistoryButtons } from "./history-buttons";
import { ProblemsMenu } from "./problems-menu";
import { PublishButton } from "./publish-button";
import { OthersHere } from "./others";
import { SaveStatus } from "./save-status";
import { ViewSwitch } from "./view-switch";

export function TopBar({ workflowId, running }: { workflowId: string; running: readonly Action[] }) {
  return (
    <div className="relative flex h-12 shrink-0 items-center gap-3 overflow-x-auto overflow-y-hidden [scrollbar-width:thin] border-b border-line bg-card px-3 *:shrink-0">
      <Toggle name="palette" label={t("palette.toggle")} icon={<PanelLeft size={16} aria-hidden />} />
      <Name />
      <SaveStatus />
      <OthersHere />
      <HistoryButtons />
      <ViewSwitch />
      <WorkflowSettings workflowId={workflowId} />
      <nav aria-label={t("workflow")} className="ml-auto flex items-center gap-4 text-sm">
        <ProblemsMenu />
        <Link href={`/workflows/${workflowId}/executions`} className="font-medium text-soft hover:text-ink">
          {t("nav.executions")}
        </Link>
        <Link href={`/workflows/${workflowId}/versions`} className="font-medium text-soft hover:text-ink">
          {t("versions.title")}
        </Link>
      </nav>
      <Toggle name="logs" label={t("logs.toggle")} icon={<ScrollText size={16} aria-hidden />} />
      <PublishButton workflowId={workflowId} />
      <Active workflowId={workflowId} />
      <RunButton actions={running} />
    </div>
  );
}

function Name() {
  const open = useOpen();
  const name = useOpenState(({ doc }) => doc.name);
  const draft = useDraft();
  const [typed, type] = useState<string | null>(null);
  return (
    <input
      aria-label={t("workflow.name")}
      className="min-w-24 max-w-72 truncate rounded-[5px] bg-transparent px-1.5 py-0.5 font-semibold field-sizing-content hover:bg-sunk focus:bg-card"
      value={typed ?? name}
      maxLength={255}
      onChange={({ target }) => {
        draft.begin((doc) => doc.name);
        type(target.value);
      }}
      onBlur={() => {
        const wished = (typed ?? "").trim();
        draft.end(() => {
          if (wished !== "") open.edit("edit.renameWorkflow", [{ type: "rename_workflow", name: wished }]);
        });
        type(null);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}

function Toggle({ name, label, icon }: { name: "palette" | "logs"; label: string; icon: React.ReactNode }) {
  const pressed = usePreferences((preferences) => preferences[name]);
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={() => prefer({ [name]: !preferences()[name] })}
      className={`grid size-8 place-items-center rounded-[7px] hover:bg-sunk hover:text-ink ${pressed ? "text-ink" : "text-faint"}`}
    >
      {icon}
    </button>
  );
}

function Active({ workflowId }: { workflowId: string }) {
  const open = useOpen();
  const queries = useQueryClient();
  const workflow = useQuery(workflowQuery(workflowId)).data;
  const [wished, setWished] = useState<boolean | null>(null);
  const active = wished ?? workflow?.is_active ?? false;
  const change = async (wish: boolean) => {
    setWished(wish);
    try {
      await open.settled();
      const changed = await setActive(workflowId, wish);
      queries.setQueryData(workflowQuery(workflowId).queryKey, changed);
      open.refresh(changed);
    } catch (error) {
      useStarting.setState({ error: error instanceof Error ? error : new Error(String(error)) });
    }
    setWished(null);
  };
  return (
    <label className="flex items-center gap-2 text-sm text-soft">
      <Switch.Root
        checked={active}
        disabled={wished !== null}
        onCheckedChange={(wish) => void change(wish)}
        aria-label={t("workflow.active")}
        className="h-5 w-9 rounded-full border border-edge bg-sunk data-[state=checked]:border-good data-[state=checked]:bg-good"
      >
        <Switch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-card shadow-(--shadow) transition-transform data-[state=checked]:translate-x-[1.1rem]" />
      </Switch.Root>
      <span className="w-14">{active ? t("workflow.on") : t("workflow.off")}</span>
    </label>
  );
}
