import { ViewportPortal } from "@xyflow/react";
import { MousePointer2 } from "lucide-react";
import { useOpenState } from "@/document/context";
import { type Other, useTogether } from "@/document/together";
import { t } from "@/i18n/i18n";

/** Their names, for those who don't see the canvas. */
export function OthersHere() {
  const others = useTogether((together) => together.others);
  const lost = useTogether(({ connection }) => connection === "reconnecting" || connection === "failed");
  if (lost) {
    return (
      <span role="status" className="text-sm whitespace-nowrap text-wait">
        {t("together.lost")}
      </span>
    );
  }
  if (others.length === 0) return null;
  return (
    <ul aria-label={t("together.here")} className="flex gap-1">
      {others.map(({ clientId, name }) => (
        <li key={clientId} title={name} className="max-w-32 truncate rounded-full bg-run-wash px-2 py-0.5 text-xs text-run">
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Where the others point and what they have chosen, drawn on the canvas. */
export function OthersOnCanvas() {
  const others = useTogether((together) => together.others);
  return (
    <ViewportPortal>
      {others.map((other) => (
        <Whereabouts key={other.clientId} other={other} />
      ))}
    </ViewportPortal>
  );
}

function Whereabouts({ other: { name, cursor, selection, editing } }: { other: Other }) {
  const nodes = useOpenState(({ doc }) => doc.nodes);
  const marked = new Set(editing === null ? selection : [...selection, editing]);
  return (
    <div aria-hidden className="pointer-events-none">
      {[...marked].map((id) => {
        const at = nodes.get(id)?.position;
        return at && <span key={id} data-chosen-by={name} className="absolute -top-5 max-w-40 truncate rounded bg-run px-1 text-[11px] text-card" style={{ transform: `translate(${at.x}px, ${at.y}px)` }}>{name}</span>;
      })}
      {cursor && (
        <span data-cursor={name} className="absolute top-0 left-0 z-50 flex items-start text-run" style={{ transform: `translate(${cursor.x}px, ${cursor.y}px)` }}>
          <MousePointer2 size={16} fill="currentColor" />
          <span className="mt-3 rounded bg-run px-1 text-[11px] whitespace-nowrap text-card">{name}</span>
        </span>
      )}
    </div>
  );
}
