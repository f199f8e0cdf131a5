import { CornerDownRight, CornerLeftUp, Plus } from "lucide-react";
import { useOpenState } from "@/document/context";
import { nameIn, portName } from "@/graph/names";
import type { BranchRow, EndRow, LinkRow } from "@/graph/sequence/rows";
import { stepKey } from "@/graph/sequence/rows";
import { t } from "@/i18n/i18n";
import { count } from "@/lib/format";
import { itemsOver, useLive } from "@/run/live";
import { pickAfter } from "./adding";
import { Frame } from "./frame";
import type { RowProps } from "./row-props";

/** What hangs on one of a node's ports. */
export function BranchLine(props: RowProps<BranchRow>) {
  const { row, list } = props;
  const name = useOpenState(({ doc }) => nameIn(doc, row.id));
  const items = useLive((live) => itemsOver(live, row.id, row.port));
  const isEmpty = row.edge === null;
  const label = row.isOneOfSeveral && row.port === "main" ? t("sequence.parallel") : portName(row.port);
  const words = [t("sequence.branch", { port: label, name }), items === null ? "" : t("items", { count: items }), isEmpty ? t("sequence.branchEmpty") : ""];
  return (
    <Frame {...props} label={words.filter((word) => word !== "").join(", ")} className="text-xs">
      <span role="gridcell" className="flex min-w-0 flex-1 items-center gap-2">
        <span className="truncate rounded-full border border-line bg-sunk px-2 py-px font-medium text-soft">{label}</span>
        {items !== null && <span className="figures text-faint">{t("items", { count: items })}</span>}
        {isEmpty && <span className="text-faint">{t("sequence.branchEmpty")}</span>}
        <button
          type="button"
          tabIndex={-1}
          aria-label={t("sequence.addIn", { port: label, name })}
          title={t("sequence.addIn", { port: label, name })}
          className={`grid size-6 place-items-center rounded-full text-soft hover:bg-sunk hover:text-ink ${isEmpty ? "border border-dashed border-edge" : "opacity-0 group-hover/row:opacity-100 group-focus/row:opacity-100"}`}
          onClick={() => pickAfter({ list }, row)}
        >
          <Plus size={13} aria-hidden />
        </button>
      </span>
    </Frame>
  );
}

/** Where it goes on; a press leads there. */
export function LinkLine(props: RowProps<LinkRow>) {
  const { row, list, go } = props;
  const { source, source_port, target, target_port } = row.edge;
  const name = useOpenState(({ doc }) => nameIn(doc, target));
  const items = useLive((live) => itemsOver(live, source, source_port));
  const to = list.sequence.rows[list.sequence.placeOf.get(target) ?? -1];
  const number = count(to?.kind === "step" ? to.number : 0);
  const port = target_port === "main" ? "" : t("sequence.input", { port: portName(target_port) });
  const text = t(row.isBack ? "sequence.back" : "sequence.continues", { number, name });
  return (
    <Frame {...props} label={port === "" ? text : `${text}, ${port}`} className="text-[13px] text-soft" extra={{ "data-link": target }}>
      <span role="gridcell" className="flex min-w-0 flex-1 items-center gap-2 pl-[3.4rem]">
        {row.isBack ? <CornerLeftUp size={14} className="shrink-0 text-faint" aria-hidden /> : <CornerDownRight size={14} className="shrink-0 text-faint" aria-hidden />}
        <button
          type="button"
          tabIndex={-1}
          className="truncate underline-offset-2 hover:text-ink hover:underline"
          onClick={(event) => {
            event.stopPropagation();
            go(stepKey(target));
          }}
        >
          {text}
        </button>
        {port !== "" && <span className="text-xs text-faint">{port}</span>}
        {items !== null && <span className="figures text-xs text-faint">{t("items", { count: items })}</span>}
      </span>
    </Frame>
  );
}

export function EndLine(props: RowProps<EndRow>) {
  return (
    <Frame {...props} label={t("sequence.ends")} className="text-xs text-faint">
      <span role="gridcell" className="pl-[4.85rem]">
        {t("sequence.ends")}
      </span>
    </Frame>
  );
}
