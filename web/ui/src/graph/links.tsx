import type { ComponentType } from "react";
import type { Link } from "./layout";
import { portName } from "./names";

interface Props {
  links: readonly Link[];
  width: number;
  height: number;
  Note: ComponentType<{ source: string; port: string }> | undefined;
}

export function Links({ links, width, height, Note }: Props) {
  return (
    <>
      <svg width={width} height={height} className="absolute inset-0 text-edge" aria-hidden>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 .6 7 4 0 7.4Z" fill="currentColor" />
          </marker>
        </defs>
        {links.map((link) => (
          <path key={link.key} d={link.path} fill="none" stroke="currentColor" strokeWidth="1.6" markerEnd="url(#arrow)" />
        ))}
      </svg>
      {links.map((link) => (
        <span
          key={link.key}
          className="absolute flex -translate-1/2 items-center gap-1 rounded bg-card text-xs leading-4 text-soft"
          style={{ left: link.at.x, top: link.at.y }}
        >
          {link.port !== "main" && <span className="max-w-24 truncate px-1">{portName(link.port)}</span>}
          {Note && <Note source={link.source} port={link.port} />}
        </span>
      ))}
    </>
  );
}
