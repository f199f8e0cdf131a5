import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { type NodeTypeInfo, type NodeTypes, nodeTypesQuery } from "@/api/node-types";
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
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const [early, setEarly] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const [before] = useState(() => document.activeElement);
  const needsInput = picking.slot !== undefined || picking.edge !== null || picking.end?.side === "source";
  const usable = [...(types?.values() ?? [])].filter((type) => !needsInput || type.inputs.length > 0);
  const fitting = found(usable, typed);
  const close = () => {
    useDesk.setState({ picking: null });
    if (before instanceof HTMLElement) before.focus();
  };
  const pick = (type: NodeTypeInfo | undefined) => {
    if (!type) return;
    const { node, commands } = made(open.doc, types, type, picking);
    open.edit("edit.addNode", commands);
    useDesk.setState({ picking: null });
    openNode(node.id);
    focusNode(node.id);
  };
  const step = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const by = steps[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setPlace((place + by + fitting.length) % Math.max(1, fitting.length));
    }
    if (event.key === "Enter" && types) pick(fitting[place]);
    else if (event.key === "Enter") setEarly(true);
    if (event.key === "Escape") close();
  };
  const pickFirst = useEffectEvent(() => pick(fitting[place]));
  useEffect(() => {
    if (early && types) pickFirst();
  }, [early, types]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [place]);
  const left = Math.max(8, Math.min(picking.screen.x, innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(picking.screen.y - 20, innerHeight - HEIGHT - 8));
  return (
    <>
      <div className="fixed inset-0 z-30" onPointerDown={close} />
      <div role="dialog" aria-label={t("picker.title")} className="floating fixed z-40 flex flex-col overflow-hidden" style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}>
        <input
          autoFocus
          type="search"
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${place}`}
          aria-label={t("picker.title")}
          className="border-b border-line bg-transparent px-3.5 py-2.5 text-sm outline-none"
          placeholder={t("palette.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setPlace(0);
          }}
          onKeyDown={step}
        />
        <ul ref={list} id={id} role="listbox" aria-label={t("picker.title")} className="min-h-0 flex-1 overflow-y-auto p-1">
          {fitting.map((type, index) => (
            <li
              key={type.type}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === place}
              title={type.help}
              className={`flex cursor-pointer items-center gap-2.5 rounded-[7px] px-2 py-1.5 ${index === place ? "bg-sunk" : ""}`}
              onPointerMove={() => setPlace(index)}
              onClick={() => pick(type)}
            >
              <TypeRow type={type} />
            </li>
          ))}
          {types !== undefined && fitting.length === 0 && <li className="px-3 py-4 text-sm text-faint">{t("palette.none", { typed })}</li>}
        </ul>
      </div>
    </>
  );
}

function made(doc: Doc, types: NodeTypes | undefined, type: NodeTypeInfo, { slot, edge, at, end }: Picking): Placed {
  if (slot) return added(listed(doc, types), type, slot);
  return edge ? inserted(doc, type, edge) : placed(doc, type, at, end);
}
