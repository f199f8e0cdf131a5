import { Check, Circle, CircleDashed, Hand, LoaderCircle, type LucideIcon, RotateCw, Square, TimerOff, X } from "lucide-react";
import type { Status } from "@/api/executions";
import { t } from "@/i18n/i18n";

/** States of executions and of nodes alike. */
export type State = Status | "idle" | "retrying" | "stopped";

interface Look {
  icon: LucideIcon;
  text: string;
  wash: string;
  spins?: boolean;
}

const LOOKS: Record<State, Look> = {
  idle: { icon: Circle, text: "text-faint", wash: "bg-sunk" },
  queued: { icon: CircleDashed, text: "text-rest", wash: "bg-rest-wash" },
  running: { icon: LoaderCircle, text: "text-run", wash: "bg-run-wash", spins: true },
  waiting: { icon: Hand, text: "text-wait", wash: "bg-wait-wash" },
  retrying: { icon: RotateCw, text: "text-wait", wash: "bg-wait-wash" },
  completed: { icon: Check, text: "text-good", wash: "bg-good-wash" },
  failed: { icon: X, text: "text-bad", wash: "bg-bad-wash" },
  cancelled: { icon: Square, text: "text-rest", wash: "bg-rest-wash" },
  stopped: { icon: Square, text: "text-rest", wash: "bg-rest-wash" },
  timed_out: { icon: TimerOff, text: "text-bad", wash: "bg-bad-wash" },
};

/** Whether there is such a state. */
export function isState(name: string): name is State {
  return Object.hasOwn(LOOKS, name);
}

export function stateLabel(state: State): string {
  return t(`state.${state}`);
}

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
  const { text, wash } = LOOKS[state];
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium ${text} ${wash}`}>
      <StateIcon state={state} size={14} />
      {stateLabel(state)}
    </span>
  );
}

