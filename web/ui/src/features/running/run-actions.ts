import { CirclePlay, Play, SkipForward, Square, StepForward } from "lucide-react";
import type { Action } from "@/actions/action";
import { cancelExecution, execute, isOver, type Part } from "@/api/executions";
import { Problem } from "@/api/problem";
import { binaryOf } from "@/components/attach-files";
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
      enabled: () => !isRunning() && chosenNode(open) !== null,
      run: () => void start(workflowId, open, { until_node: chosenNode(open) ?? "" }),
    },
    {
      id: "run-from",
      label: t("run.fromHere"),
      section: "section.run",
      icon: SkipForward,
      shortcuts: ["alt+enter"],
      enabled: () => !isRunning() && chosenNode(open) !== null,
      run: () => void start(workflowId, open, { from_node: chosenNode(open) ?? "" }),
    },
    {
      id: "run-node",
      label: t("run.alone"),
      section: "section.run",
      icon: CirclePlay,
      enabled: () => !isRunning() && chosenNode(open) !== null,
      run: () => void start(workflowId, open, { node: chosenNode(open) ?? "" }),
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

function chosenNode(open: OpenWorkflow): string | null {
  const [id = "", ...others] = desk().chosen;
  return others.length === 0 && open.doc.nodes.has(id) ? id : null;
}

export function isRunning(): boolean {
  const { executionId, story, error } = useLive.getState();
  return executionId !== null && error === null && !isOver(story.status);
}

/** What runs is what is on the screen: everything is stored first. */
async function start(workflowId: string, open: OpenWorkflow, part: Part | null = null): Promise<void> {
  useStarting.setState({ busy: true, error: null });
  try {
    open.endStep();
    await open.settled();
    // What begins inside takes its data from the tape.
    const fromStart = part === null || "until_node" in part;
    const { input, files } = useStarting.getState();
    watchRun(await execute(workflowId, fromStart ? input : "", part, fromStart ? binaryOf(files) : {}));
    useStarting.setState({ busy: false });
  } catch (error) {
    forgetRun();
    useStarting.setState({ busy: false, error: asError(error) });
  }
}

function asError(error: unknown): Error {
  return error instanceof Problem || error instanceof Error ? error : new Error(String(error));
}
