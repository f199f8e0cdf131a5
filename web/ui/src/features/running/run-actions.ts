import { Play, Square, StepForward } from "lucide-react";
import type { Action } from "@/actions/action";
import { cancelExecution, execute, isOver } from "@/api/executions";
import { Problem } from "@/api/problem";
import type { OpenWorkflow } from "@/document/open";
import { desk } from "@/editor/desk";
import { t } from "@/i18n/i18n";
import { forgetRun, useLive, watchRun } from "@/run/live";
import { useStarting } from "./starting";

export function runActions(workflowId: string, open: OpenWorkflow): Action[] {
  return [
    {
      id: "run",
      label: t("run.run"),
      section: "section.run",
      icon: Play,
      shortcuts: ["mod+enter"],
      whileTyping: true,
      enabled: () => !isRunning() && !useStarting.getState().busy,
      run: () => void start(workflowId, open),
    },
    {
      id: "run-to",
      label: t("run.toHere"),
      section: "section.run",
      icon: StepForward,
      shortcuts: ["shift+enter"],
      enabled: () => !isRunning() && desk().chosen.size === 1 && open.doc.nodes.has([...desk().chosen][0] ?? ""),
      run: () => void start(workflowId, open, [...desk().chosen][0]),
    },
    {
      id: "stop",
      label: t("run.stop"),
      section: "section.run",
      icon: Square,
      shortcuts: ["mod+."],
      whileTyping: true,
      enabled: isRunning,
      run: () => {
        const { executionId } = useLive.getState();
        if (executionId !== null) void cancelExecution(executionId).catch((error: unknown) => useStarting.setState({ error: asError(error) }));
      },
    },
    { id: "forget-run", label: t("run.forget"), section: "section.run", enabled: () => useLive.getState().executionId !== null && !isRunning(), run: forgetRun },
  ];
}

export function isRunning(): boolean {
  const { executionId, story, error } = useLive.getState();
  return executionId !== null && error === null && !isOver(story.status);
}

/** What runs is what is on the screen: everything is stored first. */
async function start(workflowId: string, open: OpenWorkflow, untilNode?: string): Promise<void> {
  useStarting.setState({ busy: true, error: null });
  try {
    await open.settled();
    watchRun(await execute(workflowId, useStarting.getState().input, untilNode));
    useStarting.setState({ busy: false });
  } catch (error) {
    forgetRun();
    useStarting.setState({ busy: false, error: asError(error) });
  }
}

function asError(error: unknown): Error {
  return error instanceof Problem || error instanceof Error ? error : new Error(String(error));
}
