import type { Action } from "@/actions/action";
import { ActionButton } from "@/components/action-button";

const SHOWN = ["zoom-out", "zoom-in", "fit", "tidy", "minimap", "snap"];

export function ZoomBar({ actions }: { actions: readonly Action[] }) {
  return (
    <div className="floating flex p-0.5">
      {SHOWN.flatMap((id) => actions.find((action) => action.id === id) ?? []).map((action) => (
        <ActionButton key={action.id} action={action} />
      ))}
    </div>
  );
}
