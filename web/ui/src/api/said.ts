import { type FieldError, Problem, Unreachable } from "@/api/problem";
import { spoken, t } from "@/i18n/i18n";
import { withLocalTimes } from "@/lib/format";

/** Why something didn't work, in the reader's language where we have words for its code. */
export function errorSaid(error: Error): string {
  if (error instanceof Unreachable) return t("said.unreachable");
  return error instanceof Problem ? refusalSaid(error.code, error.detail, error.errors.length > 0) : error.message;
}

/** `listed`: what the server says is shown below, field by field. */
export function refusalSaid(code: string, detail: string, listed = false): string {
  return spoken(`refused.${code}`, listed ? "" : withLocalTimes(detail)) ?? detail;
}

/** The rule that a field broke, or what keeps a workflow from running. */
export function faultSaid({ code, message, data = {} }: Omit<FieldError, "loc">): string {
  const named = [`fault.${String(data["fault"])}`, `field.${String(data["rule"])}`, `problem.${code ?? ""}`];
  return named.map((key) => spoken(key, message, data)).find((words) => words !== null) ?? message;
}

interface Failure {
  code: string;
  message: string;
}

/** Why a node or an execution failed, in a few plain words; null where its code is somebody's own. */
export function failureHeading({ code }: Pick<Failure, "code">): string | null {
  return spoken(`failed.${code}`, "");
}

/** The one line of what was recorded that says most: the first, or the last where the first only leads up to it. As it was said: the times in it may be what was wrong. */
export function failureGist({ message }: Pick<Failure, "message">): string {
  const lines = message.trim().split("\n");
  const [first = ""] = lines;
  return first.trimEnd().endsWith(":") ? (lines.at(-1) ?? "").trim() : first;
}

/** In one line, with the gist of what was recorded. */
export function failureLine(failure: Failure): string {
  const heading = failureHeading(failure);
  const recorded = failureGist(failure);
  return heading === null || recorded === "" ? (heading ?? recorded) : `${heading}: ${recorded}`;
}
