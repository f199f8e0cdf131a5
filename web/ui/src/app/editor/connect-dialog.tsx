import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type NodeTypes, nodeTypesQuery } from "@/api/node-types";
import { Dialog } from "@/components/dialog";
import { SearchList } from "@/components/search-list";
import { useOpen, useOpenState } from "@/document/context";
import type { Doc, DocEdge, DocNode } from "@/document/definition";
import { type Connecting, useDesk } from "@/editor/desk";
import { portsOf } from "@/editor/ports";
import { fit } from "@/editor/search";
import { nameIn, portName } from "@/graph/names";
import { reconnected } from "@/graph/sequence/edits";
import { t } from "@/i18n/i18n";

/** Connect a node without a pointer: choose by name what it leads to, or what leads to it. */
export function ConnectDialog() {
  const connecting = useDesk((desk) => desk.connecting);
  const node = useOpenState(({ doc }) => doc.nodes.get(connecting?.node ?? ""));
  return node && connecting ? <Choosing node={node} connecting={connecting} /> : null;
}

/** The other end; null: there will be none. */
type Choice = { node: DocNode; port: string } | null;

function Choosing({ node, connecting: { side, port: given, instead: first } }: { node: DocNode; connecting: Connecting }) {
  const open = useOpen();
  const types = useQuery(nodeTypesQuery).data;
  const isSource = side === "source";
  const ports = portsOn(node, types, side);
  const [port, setPort] = useState(given ?? open.doc.edges.get(first ?? "")?.[isSource ? "source_port" : "target_port"] ?? ports[0] ?? "main");
  const [instead, setInstead] = useState(first ?? "");
  const now = [...open.doc.edges].filter(([, edge]) => (isSource ? edge.source === node.id && edge.source_port === port : edge.target === node.id && edge.target_port === port));
  const old = now.find(([key]) => key === instead)?.[1] ?? null;
  const title = t(isSource ? "connect.title" : "connect.inputTitle", { name: node.name });
  const close = () => useDesk.setState({ connecting: null });
  const choose = (choice: Choice) => {
    if (choice) open.edit("edit.connect", reconnected(open.doc, edgeOf(node.id, port, choice, side), old));
    else if (old) open.edit("edit.disconnect", [{ type: "remove_connection", ...old }]);
    close();
  };
  return (
    <Dialog label={title} onClose={close}>
      <SearchList
        look="among"
        label={t("connect.search")}
        placeholder={t("connect.search")}
        title={title}
        find={(typed) => choicesOf(open.doc, types, node, side, typed, old)}
        keyOf={(choice) => (choice ? `${choice.node.id} ${choice.port}` : "")}
        onChoose={choose}
        none={() => t(isSource ? "connect.none" : "connect.noneBefore")}
        beside={
          <>
            {ports.length > 1 && (
              <select aria-label={t(isSource ? "connect.port" : "connect.input")} className="field w-32 text-sm" value={port} onChange={(event) => setPort(event.target.value)}>
                {ports.map((one) => (
                  <option key={one} value={one}>
                    {portName(one)}
                  </option>
                ))}
              </select>
            )}
            {now.length > 0 && (
              <select aria-label={t("connect.instead")} className="field w-full text-sm" value={old ? instead : ""} onChange={(event) => setInstead(event.target.value)}>
                <option value="">{t("connect.addition")}</option>
                {now.map(([key, edge]) => (
                  <option key={key} value={key}>
                    {t("connect.insteadOf", { name: nameIn(open.doc, isSource ? edge.target : edge.source) })}
                  </option>
                ))}
              </select>
            )}
          </>
        }
      >
        {(choice) => (
          <>
            <span className={`flex-1 ${choice ? "" : "text-soft"}`}>{choice?.node.name ?? t("connect.disconnect")}</span>
            {choice && choice.port !== "main" && <span className="text-faint">{portName(choice.port)}</span>}
          </>
        )}
      </SearchList>
    </Dialog>
  );
}

function choicesOf(doc: Doc, types: NodeTypes | undefined, node: DocNode, side: Connecting["side"], typed: string, old: DocEdge | null): Choice[] {
  const others = [...doc.nodes.values()].filter((other) => other.id !== node.id && fit(other.name, typed) > 0);
  const ends = others.flatMap((other) => portsOn(other, types, side === "source" ? "target" : "source").map((port) => ({ node: other, port })));
  return old && typed === "" ? [...ends, null] : ends;
}

function portsOn(node: DocNode, types: NodeTypes | undefined, side: Connecting["side"]): readonly string[] {
  const { inputs, outputs } = portsOf(node, types?.get(node.type));
  return side === "source" ? outputs : inputs;
}

function edgeOf(id: string, port: string, other: NonNullable<Choice>, side: Connecting["side"]): DocEdge {
  if (side === "source") return { source: id, source_port: port, target: other.node.id, target_port: other.port };
  return { source: other.node.id, source_port: other.port, target: id, target_port: port };
}
