import { Check, Circle, CircleDashed, Hand, LoaderCircle, type LucideIcon, RotateCw, Square, TimerOff, X } from "lucide-react";
import type { Status } from "@/api/executions";

/** States of executions and of nodes alike. */
export type State = Status | "idle" | "retrying" | "stopped";

interface Look {
  label: string;
  icon: LucideIcon;
  text: string;
  wash: string;
  spins?: boolean;
}

export const LOOKS: Record<State, Look> = {
  idle: { label: "Not run", icon: Circle, text: "text-faint", wash: "bg-sunk" },
  queued: { label: "Queued", icon: CircleDashed, text: "text-rest", wash: "bg-rest-wash" },
  running: { label: "Running", icon: LoaderCircle, text: "text-run", wash: "bg-run-wash", spins: true },
  waiting: { label: "Waiting", icon: Hand, text: "text-wait", wash: "bg-wait-wash" },
  retrying: { label: "Trying again", icon: RotateCw, text: "text-wait", wash: "bg-wait-wash" },
  completed: { label: "Completed", icon: Check, text: "text-good", wash: "bg-good-wash" },
  failed: { label: "Failed", icon: X, text: "text-bad", wash: "bg-bad-wash" },
  cancelled: { label: "Cancelled", icon: Square, text: "text-rest", wash: "bg-rest-wash" },
  stopped: { label: "Stopped", icon: Square, text: "text-rest", wash: "bg-rest-wash" },
  timed_out: { label: "Timed out", icon: TimerOff, text: "text-bad", wash: "bg-bad-wash" },
};

export function StateIcon({ state, size = 15 }: { state: State; size?: number }) {
  const { icon: Icon, text, spins } = LOOKS[state];
  return (
    <Icon
      size={size}
      strokeWidth={2.4}
      aria-hidden
      className={`shrink-0 ${text} ${spins ? "animate-spin motion-reduce:animate-none" : ""}`}
    />
  );
}

export function StatusPill({ state }: { state: State }) {
  const { label, text, wash } = LOOKS[state];
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium ${text} ${wash}`}>
      <StateIcon state={state} size={14} />
      {label}
    </span>
  );
}

