import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { nodeTypesQuery } from "@/api/node-types";
import { Dialog } from "@/components/dialog";
import { useOpen, useOpenState } from "@/document/context";
import type { DocNode } from "@/document/definition";
import { connect } from "@/editor/compose";
import { useDesk } from "@/editor/desk";
import { portsOf } from "@/editor/ports";
import { fit } from "@/editor/search";
import { portName } from "@/graph/names";
import { t } from "@/i18n/i18n";

/** Connect a node without a pointer: choose by name what it leads to. */
export function ConnectDialog() {
  const nodeId = useDesk((desk) => desk.connecting);
  const node = useOpenState(({ doc }) => doc.nodes.get(nodeId ?? ""));
  return node ? <Choosing source={node} /> : null;
}

interface Target {
  node: DocNode;
  port: string;
}

function Choosing({ source }: { source: DocNode }) {
  const open = useOpen();
  const types = useQuery(nodeTypesQuery).data;
  const outputs = portsOf(source, types?.get(source.type)).outputs;
  const [port, setPort] = useState(outputs[0] ?? "main");
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const id = useId();
  const targets = [...open.doc.nodes.values()]
    .filter((node) => node.id !== source.id && fit(node.name, typed) > 0)
    .flatMap((node): Target[] => portsOf(node, types?.get(node.type)).inputs.map((input) => ({ node, port: input })));
  const close = () => useDesk.setState({ connecting: null });
  const choose = (target: Target | undefined) => {
    if (target) open.edit("edit.connect", [connect({ source: source.id, source_port: port, target: target.node.id, target_port: target.port })]);
    close();
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) {
      event.preventDefault();
      setPlace((place + by + targets.length) % Math.max(1, targets.length));
    }
    if (event.key === "Enter") choose(targets[place]);
  };
  return (
    <Dialog label={t("connect.title", { name: source.name })} onClose={close}>
      <div className="flex gap-2 border-b border-line p-3">
        <input
          autoFocus
          type="search"
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${place}`}
          aria-label={t("connect.search")}
          placeholder={t("connect.search")}
          className="field text-sm"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setPlace(0);
          }}
          onKeyDown={step}
        />
        {outputs.length > 1 && (
          <select aria-label={t("connect.port")} className="field w-32 text-sm" value={port} onChange={(event) => setPort(event.target.value)}>
            {outputs.map((output) => (
              <option key={output} value={output}>
                {portName(output)}
              </option>
            ))}
          </select>
        )}
      </div>
      <ul id={id} role="listbox" aria-label={t("connect.title", { name: source.name })} className="max-h-[45dvh] overflow-y-auto p-1.5">
        {targets.map((target, index) => (
          <li
            key={`${target.node.id} ${target.port}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === place}
            className={`flex cursor-pointer gap-3 rounded-[7px] px-3 py-2 text-sm ${index === place ? "bg-sunk" : ""}`}
            onPointerMove={() => setPlace(index)}
            onClick={() => choose(target)}
          >
            <span className="flex-1">{target.node.name}</span>
            {target.port !== "main" && <span className="text-faint">{portName(target.port)}</span>}
          </li>
        ))}
        {targets.length === 0 && <li className="px-3 py-4 text-sm text-faint">{t("connect.none")}</li>}
      </ul>
    </Dialog>
  );
}
