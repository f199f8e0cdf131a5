import { timeZone } from "@/lib/format";
import { timeIn } from "@/lib/zones";
import { type Execution, type ExecutionFilter, type Status, STATUSES } from "@/api/executions";

export const RANGES = ["hour", "day", "week", "month"] as const;
export type Range = (typeof RANGES)[number];
const HOURS: Record<Range, number> = { hour: 1, day: 24, week: 168, month: 720 };

/** What somebody wants to see in the list, as the address of the page says it. */
export interface Filters {
  statuses: readonly Status[];
  workflowId: string;
  trigger: string;
  /** The newest so long; null: between `since` and `until`. */
  range: Range | null;
  /** Local times as `datetime-local` has them; empty: open. */
  since: string;
  until: string;
  /** Under the keys by which workflows let their executions be found. */
  text: string;
}

export function filtersOf(params: URLSearchParams): Filters {
  return {
    statuses: STATUSES.filter((status) => params.getAll("status").includes(status)),
    workflowId: params.get("workflow") ?? "",
    trigger: params.get("trigger") ?? "",
    range: RANGES.find((range) => range === params.get("range")) ?? null,
    since: params.get("since") ?? "",
    until: params.get("until") ?? "",
    text: params.get("q") ?? "",
  };
}

export function paramsOf({ statuses, workflowId, trigger, range, since, until, text }: Filters): URLSearchParams {
  const params = new URLSearchParams();
  for (const status of statuses) params.append("status", status);
  const single = { workflow: workflowId, trigger, range: range ?? "", since: range ? "" : since, until: range ? "" : until, q: text };
  for (const [name, value] of Object.entries(single)) if (value !== "") params.set(name, value);
  return params;
}

/** As the server is asked; a range counts back from `now`. */
export function asked({ statuses, workflowId, trigger, range, since, until, text }: Filters, now: number): ExecutionFilter {
  return {
    statuses,
    workflowId: workflowId || undefined,
    trigger: trigger || undefined,
    since: range ? new Date(now - HOURS[range] * 3_600_000).toISOString() : instant(since),
    until: range ? undefined : instant(until),
    text: text.trim() || undefined,
  };
}

function instant(local: string): string | undefined {
  const time = local === "" ? NaN : timeIn(timeZone(), local);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** Whether the list that was asked for so has this one in it; the text has been looked for by the server. */
export function letsThrough(filter: ExecutionFilter, execution: Execution): boolean {
  const created = Date.parse(execution.created_at);
  return (
    (!filter.statuses?.length || filter.statuses.includes(execution.status)) &&
    (filter.workflowId === undefined || filter.workflowId === execution.workflow_id) &&
    (filter.trigger === undefined || filter.trigger === execution.trigger) &&
    (filter.parent === undefined || filter.parent === execution.parent?.execution_id) &&
    (filter.since === undefined || created >= Date.parse(filter.since)) &&
    (filter.until === undefined || created <= Date.parse(filter.until))
  );
}
