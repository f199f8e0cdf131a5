import type { InfiniteData } from "@tanstack/react-query";
import { type Execution, type ExecutionFilter, isOver, STATUSES } from "@/api/executions";
import type { Page } from "@/api/page";
import { letsThrough } from "./filters";

export type Pages = InfiniteData<Page<Execution>>;

/** What the stream says of a list. */
export interface ListEvent {
  execution_id: string;
  type: string;
  at: string;
  data: { status?: string; error?: Execution["error"]; waiting?: Execution["waiting"]; waiting_reason?: string };
}

/** The list after that event; `known`: it was about one of its rows. One that the filter no longer lets through leaves. */
export function after(pages: Pages, event: ListEvent, filter: ExecutionFilter): { pages: Pages; known: boolean } {
  const known = pages.pages.some(({ items }) => items.some(({ id }) => id === event.execution_id));
  if (!known) return { pages, known };
  const change = (execution: Execution): Execution => (execution.id === event.execution_id ? changed(execution, event) : execution);
  return { pages: mapped(pages, (items) => items.map(change).filter((each) => letsThrough(filter, each))), known };
}

function changed(execution: Execution, { at, data }: ListEvent): Execution {
  const status = STATUSES.find((known) => known === data.status) ?? execution.status;
  return {
    ...execution,
    status,
    started_at: execution.started_at ?? (status === "running" ? at : null),
    completed_at: isOver(status) ? at : null,
    waiting: data.waiting ?? [],
    waiting_reason: data.waiting_reason ?? null,
    error: data.error ?? execution.error,
    error_message: data.error?.message ?? execution.error_message,
  };
}

/** The list with its newest page as it is now: what is new goes before the rest, what was known is replaced. */
export function withNewest(pages: Pages, newest: Page<Execution>): Pages {
  const fresh = new Map(newest.items.map((each) => [each.id, each]));
  const rest = mapped(pages, (items) => items.filter(({ id }) => !fresh.has(id)));
  const [first, ...others] = rest.pages;
  const oldest = newest.items.at(-1);
  // A gap between the newest page and what was loaded before: begin anew.
  if (!first || (newest.next_cursor !== null && oldest !== undefined && !holds(pages, oldest))) return { pages: [newest], pageParams: [null] };
  return { ...rest, pages: [{ ...first, items: [...newest.items, ...first.items] }, ...others] };
}

function holds(pages: Pages, execution: Execution): boolean {
  return pages.pages.some(({ items }) => items.some(({ id }) => id === execution.id));
}

function mapped(pages: Pages, change: (items: Execution[]) => Execution[]): Pages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) };
}

