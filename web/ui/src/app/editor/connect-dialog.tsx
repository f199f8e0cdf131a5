import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { type NodeTypes, nodeTypesQuery } from "@/api/node-types";
import { Dialog } from "@/components/dialog";
import { useOpen, useOpenState } from "@/document/context";
import type { Doc, DocEdge, DocNode } from "@/document/definition";
import { type Connecting, useDesk } from "@/editor/desk";
import { portsOf } from "@/editor/ports";
import { fit } from "@/editor/search";
import { portName } from "@/graph/names";
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
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const id = useId();
  const now = [...open.doc.edges].filter(([, edge]) => (isSource ? edge.source === node.id && edge.source_port === port : edge.target === node.id && edge.target_port === port));
  const old = now.find(([key]) => key === instead)?.[1] ?? null;
  const choices = choicesOf(open.doc, types, node, side, typed, old);
  const title = t(isSource ? "connect.title" : "connect.inputTitle", { name: node.name });
  const close = () => useDesk.setState({ connecting: null });
  const choose = (choice: Choice | undefined) => {
    if (choice) open.edit("edit.connect", reconnected(open.doc, edgeOf(node.id, port, choice, side), old));
    else if (choice === null && old) open.edit("edit.disconnect", [{ type: "remove_connection", ...old }]);
    close();
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setPlace((place + by + choices.length) % Math.max(1, choices.length));
    }
    if (event.key === "Enter") choose(choices[place]);
  };
  return (
    <Dialog label={title} onClose={close}>
      <div className="flex flex-wrap gap-2 border-b border-line p-3">
        <input
          autoFocus
          type="search"
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${place}`}
          aria-label={t("connect.search")}
          placeholder={t("connect.search")}
          className="field min-w-40 flex-1 text-sm"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setPlace(0);
          }}
          onKeyDown={step}
        />
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
                {t("connect.insteadOf", { name: nameOf(open.doc, isSource ? edge.target : edge.source) })}
              </option>
            ))}
          </select>
        )}
      </div>
      <ul id={id} role="listbox" aria-label={title} className="max-h-[45dvh] overflow-y-auto p-1.5">
        {choices.map((choice, index) => (
          <li
            key={choice ? `${choice.node.id} ${choice.port}` : ""}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === place}
            className={`flex cursor-pointer gap-3 rounded-[7px] px-3 py-2 text-sm ${index === place ? "bg-sunk" : ""}`}
            onPointerMove={() => setPlace(index)}
            onClick={() => choose(choice)}
          >
            <span className={`flex-1 ${choice ? "" : "text-soft"}`}>{choice?.node.name ?? t("connect.disconnect")}</span>
            {choice && choice.port !== "main" && <span className="text-faint">{portName(choice.port)}</span>}
          </li>
        ))}
        {choices.length === 0 && <li className="px-3 py-4 text-sm text-faint">{t(isSource ? "connect.none" : "connect.noneBefore")}</li>}
      </ul>
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

function nameOf({ nodes }: Doc, id: string): string {
  return nodes.get(id)?.name ?? id;
}
