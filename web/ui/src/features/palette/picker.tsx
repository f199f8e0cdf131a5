import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type NodeTypeInfo, type NodeTypes, nodeTypesQuery } from "@/api/node-types";
import { SearchList } from "@/components/search-list";
import { useOpen } from "@/document/context";
import type { Doc } from "@/document/definition";
import { inserted, type Placed, placed } from "@/editor/compose";
import { openNode, type Picking, useDesk } from "@/editor/desk";
import { focusNode } from "@/editor/focus";
import { found } from "@/editor/search";
import { added, listed } from "@/graph/sequence/edits";
import { t } from "@/i18n/i18n";
import { TypeRow } from "./type-row";

const WIDTH = 288;
const HEIGHT = 340;

/** Choose the next node at the spot where it will be. */
export function Picker() {
  const picking = useDesk((desk) => desk.picking);
  return picking && <Choosing key={`${picking.screen.x} ${picking.screen.y}`} picking={picking} />;
}

function Choosing({ picking }: { picking: Picking }) {
  const open = useOpen();
  const types = useQuery(nodeTypesQuery).data;
  const [before] = useState(() => document.activeElement);
  const needsInput = picking.slot !== undefined || picking.edge !== null || picking.end?.side === "source";
  const usable = types && [...types.values()].filter((type) => !needsInput || type.inputs.length > 0);
  const close = () => {
    useDesk.setState({ picking: null });
    if (before instanceof HTMLElement) before.focus();
  };
  const pick = (type: NodeTypeInfo) => {
    const { node, commands } = made(open.doc, types, type, picking);
    open.edit("edit.addNode", commands);
    useDesk.setState({ picking: null });
    openNode(node.id);
    focusNode(node.id);
  };
  const left = Math.max(8, Math.min(picking.screen.x, innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(picking.screen.y - 20, innerHeight - HEIGHT - 8));
  return (
    <>
      <div className="fixed inset-0 z-30" onPointerDown={close} />
      <div
        role="dialog"
        aria-label={t("picker.title")}
        className="floating fixed z-40 flex flex-col overflow-hidden"
        style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
        onKeyDown={({ key }) => key === "Escape" && close()}
      >
        <SearchList
          look="floating"
          label={t("picker.title")}
          placeholder={t("palette.search")}
          title={t("picker.title")}
          find={(typed) => (usable ? found(usable, typed) : null)}
          keyOf={({ type }) => type}
          hintOf={({ help }) => help}
          onChoose={pick}
          none={(typed) => t("palette.none", { typed })}
        >
          {(type) => <TypeRow type={type} />}
        </SearchList>
      </div>
    </>
  );
}

function made(doc: Doc, types: NodeTypes | undefined, type: NodeTypeInfo, { slot, edge, at, end }: Picking): Placed {
  if (slot) return added(listed(doc, types), type, slot);
  return edge ? inserted(doc, type, edge) : placed(doc, type, at, end);
}
