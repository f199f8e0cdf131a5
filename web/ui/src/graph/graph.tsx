import { type ComponentType, useMemo, useRef } from "react";
import type { NodeTypeInfo } from "@/api/node-types";
import type { Definition } from "@/api/workflows";
import { Card } from "./card";
import { CARD, draw } from "./layout";
import { Links } from "./links";
import { isIn, useView } from "./view";

const SMALLEST = 0.6;

interface Props {
  definition: Definition;
  types: ReadonlyMap<string, NodeTypeInfo> | undefined;
  selected?: string | null;
  onSelect?: (nodeId: string) => void;
  /** Drawn inside each node's card: its state, or what is wrong with it. */
  Badge?: ComponentType<{ nodeId: string }>;
  /** Drawn in the middle of each link. */
  Note?: ComponentType<{ source: string; port: string }>;
}

/** A workflow as a picture, read only: fitted to the width there is, and scrolled where that would be too small. */
export function Graph({ definition, types, selected = null, onSelect, Badge, Note }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useMemo(() => draw(definition), [definition]);
  const { scale, view } = useView(box, drawing, SMALLEST);
  const cards = drawing.cards.filter(({ x, y }) => isIn(view, { x, y }, { x: x + CARD.width, y: y + CARD.height }));
  const links = drawing.links.filter(({ from, to }) => isIn(view, from, to));
  return (
    <div ref={box} className="max-h-[24rem] overflow-auto rounded-[inherit]" role="group" aria-label="Workflow graph">
      <div className="mx-auto" style={{ width: drawing.width * scale, height: drawing.height * scale }}>
        <div
          className="relative origin-top-left"
          style={{ width: drawing.width, height: drawing.height, transform: `scale(${scale})` }}
        >
          <Links links={links} width={drawing.width} height={drawing.height} Note={Note} />
          {cards.map(({ node, x, y }) => (
            <Card
              key={node.id}
              node={node}
              x={x}
              y={y}
              type={types?.get(node.type)}
              selected={node.id === selected}
              onSelect={onSelect}
              Badge={Badge}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
