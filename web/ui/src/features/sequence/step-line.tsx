import { useQuery } from "@tanstack/react-query";
import { perform } from "@/actions/action";
import { CirclePlay, Ellipsis, GripVertical, Pin, Plus, TriangleAlert, Unplug } from "lucide-react";
import { nodeTypesQuery } from "@/api/node-types";
import { failureLine } from "@/api/said";
import { RenameField } from "@/components/rename-field";
import { type State, StateIcon, stateLabel } from "@/components/status";
import { useOpen, useOpenState } from "@/document/context";
import type { DocNode } from "@/document/definition";
import { useTogether } from "@/document/together";
import { renamed } from "@/editor/compose";
import { choose, openNode, useDesk } from "@/editor/desk";
import { focusNode } from "@/editor/focus";
import { NodeIcon } from "@/graph/icons";
import { useProblemSaid } from "@/graph/problem-said";
import type { StepRow } from "@/graph/sequence/rows";
import { t } from "@/i18n/i18n";
import { count, duration } from "@/lib/format";
import { runOf, useLive } from "@/run/live";
import { itemsOut } from "@/run/story";
import { pickAfter } from "./adding";
import { DRAGGED_STEP } from "./dropping";
import { Frame } from "./frame";
import type { RowProps } from "./row-props";

export function StepLine(props: RowProps<StepRow>) {
  const { row, list } = props;
  const node = useOpenState(({ doc }) => doc.nodes.get(row.id));
  return node ? <Step {...props} node={node} isLoose={row.isRoot && list.wiring.get(row.id)?.isTrigger === false} /> : null;
}

function Step({ node, isLoose, ...props }: RowProps<StepRow> & { node: DocNode; isLoose: boolean }) {
  const { row } = props;
  const type = useQuery(nodeTypesQuery).data?.get(node.type);
  const found = useOpenState(({ problems }) => problems.find(({ node_id }) => node_id === node.id) ?? null);
  const pinned = useOpenState(({ doc }) => doc.pins.has(node.id));
  const run = useLive((live) => runOf(live, node.id));
  const isOpen = useDesk((desk) => desk.open === node.id);
  const isChosen = useDesk((desk) => desk.chosen.has(node.id));
  const state: State = run?.state ?? "idle";
  const said = useProblemSaid();
  const problem = found && said(found, node.type);
  const failure = run?.error ? failureLine(run.error) : null;
  const title = type?.title ?? node.type;
  const words = [
    `${count(row.number)}, ${node.name}`,
    title === node.name ? "" : title,
    node.disabled ? t("sequence.disabled") : "",
    pinned ? t("sequence.pinned") : "",
    isLoose ? t("sequence.loose") : "",
    problem === null ? "" : t("sequence.problem", { message: problem }),
    run ? stateLabel(state) : "",
    run ? t("items", { count: itemsOut(run) }) : "",
    failure ?? "",
  ];
  return (
    <Frame
      {...props}
      label={words.filter((word) => word !== "").join(", ")}
      className={`pr-1.5 ${isOpen ? "bg-sunk" : isChosen ? "bg-sunk/70" : "hover:bg-sunk/50"}`}
      extra={{
        "data-step": node.id,
        "data-state": state,
        draggable: true,
        onDragStart: (event) => {
          event.dataTransfer.setData(DRAGGED_STEP, node.id);
          event.dataTransfer.effectAllowed = "move";
        },
        onClick: () => openNode(node.id),
      }}
    >
      <GripVertical size={14} aria-hidden className="-ml-1 shrink-0 cursor-grab text-faint opacity-0 group-hover/row:opacity-100" />
      <span role="gridcell" className="flex min-w-0 flex-1 items-center gap-3">
        <span className="figures w-6 shrink-0 text-right text-xs text-faint">{count(row.number)}</span>
        <span className={`grid size-8 shrink-0 place-items-center rounded-[7px] ${ICON_LOOKS[type?.category ?? "flow"]} ${node.disabled ? "opacity-45" : ""}`}>
          <NodeIcon name={type?.icon} size={16} />
        </span>
        <span className={`min-w-0 flex-1 ${node.disabled ? "opacity-55" : ""}`}>
          <Name node={node} />
          <span className="block truncate text-xs leading-4 text-faint">{node.disabled ? `${title} · ${t("node.disabled")}` : title}</span>
        </span>
        <OthersAt id={node.id} />
        {isLoose && (
          <span title={t("sequence.loose")} className="flex shrink-0 items-center gap-1 text-xs text-wait">
            <Unplug size={14} aria-hidden />
            {t("sequence.loose")}
          </span>
        )}
        {pinned && <Pin size={14} className="shrink-0 text-run" aria-label={t("node.pinned")} />}
        {failure !== null && (
          <span title={failure} data-failure={node.id} className="hidden min-w-0 max-w-80 truncate text-xs text-bad sm:inline">
            {failure}
          </span>
        )}
        {problem !== null && state === "idle" && (
          <span title={problem} data-problem={node.id} className="flex min-w-0 max-w-64 items-center gap-1.5 text-xs text-wait">
            <TriangleAlert size={15} className="shrink-0" aria-hidden />
            <span className="hidden truncate sm:inline">{problem}</span>
          </span>
        )}
      </span>
      <span role="gridcell" className="flex shrink-0 items-center justify-end gap-2 text-xs text-faint sm:w-44">
        {run && (
          <>
            <span className="figures hidden whitespace-nowrap sm:inline">
              {t("items", { count: itemsOut(run) })}
              {run.durationMs !== null && ` · ${duration(run.durationMs)}`}
            </span>
            <StateIcon state={state} size={16} />
          </>
        )}
      </span>
      <Tools {...props} node={node} />
    </Frame>
  );
}

const ICON_LOOKS = {
  trigger: "bg-bad-wash text-tape",
  code: "bg-run-wash text-run",
  data: "bg-good-wash text-good",
  flow: "bg-wait-wash text-wait",
  network: "bg-sunk text-soft",
} as const;

function Name({ node }: { node: DocNode }) {
  const open = useOpen();
  const renaming = useDesk((desk) => desk.renaming === node.id);
  if (!renaming) return <span className="block truncate text-sm leading-5 font-medium">{node.name}</span>;
  return (
    <RenameField
      value={node.name}
      label={t("node.name")}
      read={({ nodes }) => nodes.get(node.id)?.name}
      onDone={(wished) => {
        useDesk.setState({ renaming: null });
        if (wished !== null) open.edit("edit.rename", renamed(open.doc, node.id, wished));
      }}
      onLeave={() => focusNode(node.id)}
    />
  );
}

/** Who else is at it. */
function OthersAt({ id }: { id: string }) {
  const others = useTogether((together) => together.others);
  return others
    .filter(({ selection, editing }) => editing === id || selection.includes(id))
    .map(({ clientId, name }) => (
      <span key={clientId} data-chosen-by={name} className="max-w-16 shrink-0 truncate sm:max-w-32 rounded bg-run px-1 text-[11px] text-card">
        {name}
      </span>
    ));
}

const TOOL = "grid size-7 place-items-center rounded-[6px] text-soft hover:bg-card hover:text-ink";

/** For the pointer; the keyboard has the menu and keys of their own. */
function Tools({ row, list, node, run }: RowProps<StepRow> & { node: DocNode }) {
  return (
    <span role="gridcell" className="ml-1 hidden shrink-0 opacity-0 sm:flex group-hover/row:opacity-100 group-focus/row:opacity-100 group-aria-selected/row:opacity-100">
      <button
        type="button"
        tabIndex={-1}
        className={TOOL}
        aria-label={t("sequence.runNode", { name: node.name })}
        title={t("sequence.runNode", { name: node.name })}
        onClick={(event) => {
          event.stopPropagation();
          choose([node.id]);
          if (run) perform(run);
        }}
      >
        <CirclePlay size={15} aria-hidden />
      </button>
      <button type="button" tabIndex={-1} className={TOOL} aria-label={t("sequence.addAfter", { name: node.name })} title={t("sequence.addAfter", { name: node.name })} onClick={(event) => {
          event.stopPropagation();
          pickAfter({ list }, row);
        }}>
        <Plus size={15} aria-hidden />
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={TOOL}
        aria-label={t("sequence.more", { name: node.name })}
        title={t("sequence.more", { name: node.name })}
        onClick={(event) => {
          event.stopPropagation();
          const { currentTarget } = event;
          const { left, bottom } = currentTarget.getBoundingClientRect();
          const menu = new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: left, clientY: bottom });
          requestAnimationFrame(() => currentTarget.dispatchEvent(menu));
        }}
      >
        <Ellipsis size={15} aria-hidden />
      </button>
    </span>
  );
}
