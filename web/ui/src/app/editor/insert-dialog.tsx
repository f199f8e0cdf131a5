import { Plus } from "lucide-react";
import { Dialog } from "@/components/dialog";
import { SearchList } from "@/components/search-list";
import { useOpenState } from "@/document/context";
import { type Doc, type DocEdge, edgeKey } from "@/document/definition";
import { connectionsOf, pickInto } from "@/editor/inserting";
import { useDesk } from "@/editor/desk";
import { fit } from "@/editor/search";
import { nameIn, portName } from "@/graph/names";
import { t } from "@/i18n/i18n";

/** Put a node into a connection without a pointer: choose by name which one. */
export function InsertDialog() {
  const inserting = useDesk((desk) => desk.inserting);
  const isThere = useOpenState(({ doc }) => inserting !== null && doc.nodes.has(inserting));
  return isThere && inserting !== null ? <Choosing nodeId={inserting} /> : null;
}

function Choosing({ nodeId }: { nodeId: string }) {
  const doc = useOpenState((state) => state.doc);
  const name = nameIn(doc, nodeId);
  const connections = connectionsOf(doc, nodeId);
  const choose = (edge: DocEdge) => {
    useDesk.setState({ inserting: null });
    // The dialog gives the focus back first, which the picker then takes.
    requestAnimationFrame(() => pickInto(edge));
  };
  return (
    <Dialog label={t("insert.title", { name })} onClose={() => useDesk.setState({ inserting: null })}>
      <SearchList
        look="among"
        label={t("insert.search")}
        placeholder={t("insert.search")}
        title={t("insert.title", { name })}
        find={(typed) => connections.filter((edge) => typed === "" || fit(said(doc, edge), typed) > 0)}
        keyOf={edgeKey}
        onChoose={choose}
        none={() => t("insert.none")}
      >
        {(edge) => (
          <>
            <Plus size={14} className="shrink-0 text-faint" aria-hidden />
            <span className="min-w-0 flex-1 wrap-anywhere">{said(doc, edge)}</span>
          </>
        )}
      </SearchList>
    </Dialog>
  );
}

/** With the port by which it leaves, where that tells several apart. */
function said(doc: Doc, { source, source_port: port, target }: DocEdge): string {
  const ends = { source: nameIn(doc, source), target: nameIn(doc, target) };
  return port === "main" ? t("insert.between", ends) : t("insert.betweenBy", { ...ends, port: portName(port) });
}
