import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { type NodeTypeInfo, nodeTypesQuery } from "@/api/node-types";
import { CATEGORIES, found } from "@/editor/search";
import { t } from "@/i18n/i18n";
import { TypeRow } from "./type-row";

interface Props {
  /** The kind of data that a dragged node type is. */
  dragged: string;
  /** Somebody pressed it instead of dragging it. */
  onPick: (type: NodeTypeInfo) => void;
}

/** All node types, to be dragged onto the canvas or pressed. */
export function Palette({ dragged, onPick }: Props) {
  const types = useQuery(nodeTypesQuery).data;
  const [typed, setTyped] = useState("");
  const fitting = found(types?.values() ?? [], typed);
  return (
    <aside aria-label={t("palette.title")} className="flex h-full w-56 shrink-0 flex-col border-r border-line bg-card">
      <label className="relative m-2.5 mb-1 block">
        <span className="sr-only">{t("palette.search")}</span>
        <Search size={15} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
        <input
          type="search"
          className="field py-1.5 pl-8 text-sm"
          placeholder={t("palette.search")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            const [first] = fitting;
            if (event.key === "Enter" && first && typed !== "") onPick(first);
            if (event.key === "Escape") setTyped("");
          }}
        />
      </label>
      <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-3">
        {types !== undefined && fitting.length === 0 && <p className="px-2 py-4 text-sm text-faint">{t("palette.none", { typed })}</p>}
        {typed === "" ? (
          CATEGORIES.map((category) => (
            <Section key={category} title={t(`category.${category}`)} types={fitting.filter((type) => type.category === category)} dragged={dragged} onPick={onPick} />
          ))
        ) : (
          <Section title={t("palette.found")} types={fitting} dragged={dragged} onPick={onPick} />
        )}
      </div>
    </aside>
  );
}

function Section({ title, types, dragged, onPick }: Props & { title: string; types: readonly NodeTypeInfo[] }) {
  if (types.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="px-2 pt-3 pb-1 text-xs font-medium text-faint">{title}</h2>
      <ul>
        {types.map((type) => (
          <li key={type.type}>
            <button
              type="button"
              draggable
              data-type={type.type}
              title={type.help}
              onDragStart={(event) => {
                event.dataTransfer.setData(dragged, type.type);
                event.dataTransfer.effectAllowed = "copy";
              }}
              onClick={() => onPick(type)}
              className="flex w-full cursor-grab items-center gap-2.5 rounded-[7px] px-2 py-1 text-left hover:bg-sunk active:cursor-grabbing"
            >
              <TypeRow type={type} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
