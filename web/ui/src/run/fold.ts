import type { Status } from "@/api/executions";
import { Draft } from "./draft";
import type { FailureFields, LogFields, NodeCompletedFields, NodeFailedFields, NodeRetryFields, NodeRunFields, NodeWaitingFields, StreamEvent } from "./events";
import type { Failure, Story } from "./story";

/** The story after these events too. Events it knows already change nothing; of types it doesn't know, only when they happened is told. */
export function fold(story: Story, events: readonly StreamEvent[]): Story {
  const draft = new Draft(story);
  for (const event of events) {
    if (event.position <= draft.story.position) continue;
    draft.story.position = event.position;
    tell(draft, event);
  }
  return draft.story;
}

function tell(draft: Draft, event: StreamEvent): void {
  const at = Date.parse(event.at);
  const { story } = draft;
  story.at = at;
  if (event.type === "log.lines_captured") {
    draft.addLines((event.data as unknown as { lines: LogFields[] }).lines);
    return;
  }
  switch (event.type) {
    case "execution.requested":
      story.requestedAt = at;
      story.trigger = textOr(event.data["trigger"], null);
      break;
    case "execution.claimed":
      story.status = "running";
      story.startedAt ??= at;
      break;
    case "execution.node_started":
      draft.start(event.data as unknown as NodeRunFields);
      break;
    case "execution.node_completed":
      draft.complete(event.data as unknown as NodeCompletedFields);
      break;
    case "execution.node_runs_completed":
      for (const run of event.data["runs"] as NodeCompletedFields[]) draft.complete(run);
      break;
    case "execution.node_failed":
      draft.fail(event.data as unknown as NodeFailedFields);
      break;
    case "execution.node_retry_scheduled":
      draft.retry(event.data as unknown as NodeRetryFields);
      break;
    case "execution.node_waiting":
      draft.wait(event.data as unknown as NodeWaitingFields);
      break;
    case "execution.cancel_requested":
      story.cancelRequested = true;
      break;
    case "execution.waiting":
      story.status = "waiting";
      story.waiting = failureOf(event.data);
      draft.pause(story.waiting.nodeId);
      break;
    case "execution.resumed":
      story.status = "running";
      story.waiting = null;
      draft.resume(textOr(event.data["node_id"], null), wholeOr(event.data["run_index"], null), at);
      break;
    case "execution.completed":
      end(draft, "completed", at, null);
      break;
    case "execution.failed":
      end(draft, "failed", at, failureOf(event.data));
      break;
    case "execution.cancelled":
      end(draft, "cancelled", at, null);
      break;
    case "execution.timed_out":
      end(draft, "timed_out", at, failureOf(event.data));
      break;
  }
}

function end(draft: Draft, status: Status, at: number, error: Failure | null): void {
  Object.assign(draft.story, { status, error, endedAt: at, waiting: null });
  draft.stopAll(at);
}

function failureOf(data: FailureFields): Failure {
  return { code: data.code ?? "unknown", message: data.message ?? "", nodeId: data.node_id ?? null };
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === "string" ? value : otherwise;
}

function wholeOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === "number" ? value : otherwise;
}
