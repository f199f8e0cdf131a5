import { TRIGGERS } from "@/api/executions";
import { t } from "@/i18n/i18n";
import type { StreamEvent } from "@/run/events";
import { isState, stateLabel } from "@/components/status";

export function triggerName(trigger: string): string {
  const known = TRIGGERS.find((name) => name === trigger);
  return known ? t(`trigger.${known}`) : trigger;
}

/** What happened, in one line. */
export function told({ type, data }: StreamEvent, nameOf: (nodeId: string) => string): string {
  const node = typeof data["node_id"] === "string" ? nameOf(data["node_id"]) : "";
  const count = (field: string) => (data[field] as unknown[]).length;
  switch (type) {
    case "execution.requested":
      return t("event.requested");
    case "execution.claimed":
      return t("event.claimed");
    case "execution.parked":
      return t("event.parked");
    case "execution.node_started":
      return t("event.nodeStarted", { node });
    case "execution.node_completed":
      return t("event.nodeCompleted", { node });
    case "execution.node_runs_completed":
      return t("event.runsCompleted", { count: count("runs") });
    case "execution.node_failed":
      return t("event.nodeFailed", { node });
    case "execution.node_retry_scheduled":
      return t("event.nodeRetry", { node });
    case "execution.node_waiting":
      return t("event.nodeWaiting", { node });
    case "execution.waiting":
      return t("event.waiting");
    case "execution.resumed":
      return t("event.resumed", { node });
    case "execution.cancel_requested":
      return t("event.cancelRequested");
    case "log.lines_captured":
      return t("event.lines", { count: count("lines") });
    default:
      return ending(type) ?? type;
  }
}

function ending(type: string): string | null {
  const state = type.replace("execution.", "");
  return isState(state) ? t("event.ended", { state: stateLabel(state) }) : null;
}
