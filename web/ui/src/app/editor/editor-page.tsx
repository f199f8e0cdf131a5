import { useQuery } from "@tanstack/react-query";
import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { type ReactNode, useEffect, useMemo } from "react";
import type { Action } from "@/actions/action";
import { useActions } from "@/actions/registry";
import { type NodeTypeInfo, nodeTypesQuery } from "@/api/node-types";
import { type Workflow, workflowQuery } from "@/api/workflows";
import { ActionButton } from "@/components/action-button";
import { Skeleton } from "@/components/skeleton";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { OpenProvider, useOpen, useOpenState } from "@/document/context";
import { pointAt } from "@/document/together";
import { useOpenWorkflow } from "@/document/use-open-workflow";
import { placed } from "@/editor/compose";
import { clearDesk, openNode, useDesk } from "@/editor/desk";
import { focusNode } from "@/editor/focus";
import { Canvas, DRAGGED_TYPE } from "@/features/canvas/canvas";
import { NodePanel } from "@/features/node-panel/node-panel";
import { Palette } from "@/features/palette/palette";
import { Picker } from "@/features/palette/picker";
import { LogDrawer } from "@/features/running/log-drawer";
import { runActions } from "@/features/running/run-actions";
import { startsWith } from "@/features/running/starting";
import { RunNote } from "@/features/running/run-note";
import { addToList } from "@/features/sequence/adding";
import { SequenceView } from "@/features/sequence/sequence-view";
import { t } from "@/i18n/i18n";
import { preferences, usePreferences } from "@/preferences/preferences";
import { forgetRun, useLive } from "@/run/live";
import { Conflict } from "./conflict";
import { ConnectDialog } from "./connect-dialog";
import { EmptyCanvas } from "./empty-canvas";
import { InsertDialog } from "./insert-dialog";
import { OthersOnCanvas } from "./others";
import { Standoff } from "./standoff";
import { TopBar } from "./top-bar";
import { useViewActions } from "./view-switch";

export function EditorPage({ id }: { id: string }) {
  const query = useQuery({ ...workflowQuery(id), refetchOnMount: "always" });
  useTitle(query.data?.name ?? t("workflow"));
  if (query.error && !query.data) {
    return (
      <div className="p-6">
        <Trouble error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (!query.data || query.isStale && query.isFetching && !query.isFetchedAfterMount) {
    return (
      <div className="p-6">
        <Skeleton rows={6} />
      </div>
    );
  }
  return <Opened key={id} workflow={query.data} />;
}

function Opened({ workflow }: { workflow: Workflow }) {
  const open = useOpenWorkflow(workflow);
  useEffect(() => {
    clearDesk();
    forgetRun();
    startsWith(workflow.id);
    return () => {
      clearDesk();
      forgetRun();
    };
  }, [workflow.id]);
  useEffect(() => {
    addEventListener("pagehide", finishTyping);
    return () => removeEventListener("pagehide", finishTyping);
  }, []);
  return (
    <OpenProvider value={open}>
      <ReactFlowProvider>
        <Editor workflowId={workflow.id} />
      </ReactFlowProvider>
    </OpenProvider>
  );
}

/** A name counts once its field is left; so it is when the page is, by a reload, say. */
function finishTyping(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

function Editor({ workflowId }: { workflowId: string }) {
  const open = useOpen();
  const name = useOpenState(({ doc }) => doc.name);
  const view = usePreferences((preferences) => preferences.view);
  const palette = usePreferences((preferences) => preferences.palette);
  const running = useMemo(() => runActions(workflowId, open), [workflowId, open]);
  const place = usePlacing();
  useActions(running);
  useViewActions();
  useTitle(name);
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{name}</h1>
      <TopBar workflowId={workflowId} running={running} />
      <div className="flex min-h-0 flex-1">
        {palette && <Palette dragged={DRAGGED_TYPE} onPick={place} />}
        <div className="relative flex min-w-0 flex-1 flex-col">
          <div className="relative min-h-0 flex-1 overflow-hidden">
            {view === "canvas" ? <OnCanvas running={running} /> : <SequenceView actions={running} dragged={DRAGGED_TYPE} empty={<EmptyCanvas title={t("sequence.empty")} />} />}
            <Above atEnd={view === "sequence"}>
              <RunNote />
            </Above>
            <NodePanel workflowId={workflowId} tools={<RunHere running={running} />} note={<RunNote />} />
          </div>
          <LogDrawer />
        </div>
      </div>
      <Picker />
      <ConnectDialog />
      <InsertDialog />
      <Conflict />
      <Standoff />
    </div>
  );
}

function OnCanvas({ running }: { running: readonly Action[] }) {
  const { screenToFlowPosition } = useReactFlow();
  useEffect(() => () => pointAt(null), []);
  return (
    <div
      className="size-full"
      onPointerMove={({ clientX, clientY }) => pointAt(screenToFlowPosition({ x: clientX, y: clientY }))}
      onPointerLeave={() => pointAt(null)}
    >
      <Canvas actions={running} empty={<EmptyCanvas title={t("empty.title")} />} />
      <OthersOnCanvas />
    </div>
  );
}

const HERE = new Set(["run-to", "run-node"]);

/** What the panel's node can be run by. */
function RunHere({ running }: { running: readonly Action[] }) {
  useLive((live) => live.story.status);
  useLive((live) => live.executionId);
  useDesk((desk) => desk.chosen);
  return running.filter(({ id }) => HERE.has(id)).map((action) => <ActionButton key={action.id} action={action} />);
}

/** Over the canvas, beside the panel (a roomy one has it inside); at the end of a list, which begins at the top. */
function Above({ atEnd, children }: { atEnd: boolean; children: ReactNode }) {
  const open = useDesk((desk) => desk.open !== null);
  const roomy = useDesk((desk) => desk.roomy);
  const width = usePreferences((preferences) => preferences.panelWidth);
  if (open && roomy) return null;
  return (
    <div className={`pointer-events-none absolute left-3 z-10 flex justify-center *:pointer-events-auto ${atEnd ? "bottom-3" : "top-3"}`} style={{ right: open ? width + 12 : 12 }}>
      {children}
    </div>
  );
}

/** Put a node into the middle of what is seen; in the list, after the step that is chosen. */
function usePlacing(): (type: NodeTypeInfo) => void {
  const open = useOpen();
  const { screenToFlowPosition } = useReactFlow();
  const types = useQuery(nodeTypesQuery).data;
  return (type) => {
    if (preferences().view === "sequence") {
      addToList(open, types, type);
      return;
    }
    const canvas = document.querySelector(".react-flow")?.getBoundingClientRect();
    const at = canvas ? { x: canvas.left + canvas.width / 2 - 95, y: canvas.top + canvas.height / 2 - 30 } : { x: 0, y: 0 };
    const { node, commands } = placed(open.doc, type, screenToFlowPosition(at));
    open.edit("edit.addNode", commands);
    openNode(node.id);
    focusNode(node.id);
  };
}
