import { Plus } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { Dialog } from "@/components/dialog";
import { useOpenState } from "@/document/context";
import { type Doc, type DocEdge, edgeKey } from "@/document/definition";
import { connectionsOf, pickInto } from "@/editor/inserting";
import { useDesk } from "@/editor/desk";
import { fit } from "@/editor/search";
import { portName } from "@/graph/names";
import { t } from "@/i18n/i18n";

/** Put a node into a connection without a pointer: choose by name which one. */
export function InsertDialog() {
  const inserting = useDesk((desk) => desk.inserting);
  const isThere = useOpenState(({ doc }) => inserting !== null && doc.nodes.has(inserting));
  return isThere && inserting !== null ? <Choosing nodeId={inserting} /> : null;
}

function Choosing({ nodeId }: { nodeId: string }) {
  const doc = useOpenState((state) => state.doc);
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const id = useId();
  const name = nameOf(doc, nodeId);
  const choices = connectionsOf(doc, nodeId).filter((edge) => typed === "" || fit(said(doc, edge), typed) > 0);
  const choose = (edge: DocEdge | undefined) => {
    useDesk.setState({ inserting: null });
    // The dialog gives the focus back first, which the picker then takes.
    if (edge) requestAnimationFrame(() => pickInto(edge));
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setPlace((place + by + choices.length) % Math.max(1, choices.length));
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    choose(choices[place]);
  };
  return (
    <Dialog label={t("insert.title", { name })} onClose={() => useDesk.setState({ inserting: null })}>
      <div className="border-b border-line p-3">
        <input
          autoFocus
          type="search"
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${place}`}
          aria-label={t("insert.search")}
          placeholder={t("insert.search")}
          className="field w-full text-sm"
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setPlace(0);
          }}
          onKeyDown={step}
        />
      </div>
      <ul id={id} role="listbox" aria-label={t("insert.title", { name })} className="max-h-[45dvh] overflow-y-auto p-1.5">
        {choices.map((edge, index) => (
          <li
            key={edgeKey(edge)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === place}
            className={`flex cursor-pointer items-center gap-3 rounded-[7px] px-3 py-2 text-sm ${index === place ? "bg-sunk" : ""}`}
            onPointerMove={() => setPlace(index)}
            onClick={() => choose(edge)}
          >
            <Plus size={14} className="shrink-0 text-faint" aria-hidden />
            <span className="min-w-0 flex-1 wrap-anywhere">{said(doc, edge)}</span>
          </li>
        ))}
        {choices.length === 0 && <li className="px-3 py-4 text-sm text-faint">{t("insert.none")}</li>}
      </ul>
    </Dialog>
  );
}

/** With the port by which it leaves, where that tells several apart. */
function said(doc: Doc, { source, source_port: port, target }: DocEdge): string {
  const ends = { source: nameOf(doc, source), target: nameOf(doc, target) };
  return port === "main" ? t("insert.between", ends) : t("insert.betweenBy", { ...ends, port: portName(port) });
}

function nameOf({ nodes }: Doc, id: string): string {
  return nodes.get(id)?.name ?? id;
}
