import type { Execution } from "@/api/executions";
import { t } from "@/i18n/i18n";
import { moment } from "@/lib/format";
import type { Ask } from "./asks";

/** What a node run waits for, to be read after the node's name. What people ask for approval is said in their own words. */
export function wordsOf({ kind, message, until }: Pick<Ask, "kind" | "message" | "until">): string {
  const time = until === null ? "" : moment(new Date(until).toISOString());
  switch (kind) {
    case "approval":
      return limited(t("waits.approval", { message }), time);
    case "webhook":
      return limited(t("waits.webhook"), time);
    case "time":
      return time === "" ? t("waits.long") : t("waits.time", { time });
    case "call":
      return t("waits.call");
    case "decision":
      return t("waits.decision");
  }
}

function limited(words: string, time: string): string {
  return time === "" ? words : `${words} ${t("waits.limit", { time })}`;
}

/** Why nobody works on an execution at present, for a row of a list; null where somebody does. */
export function whyWaiting({ status, waiting, waiting_reason: reason }: Pick<Execution, "status" | "waiting" | "waiting_reason">): string | null {
  if (status === "queued") return reason === null ? null : t("waits.place");
  if (status !== "waiting") return null;
  const first = waiting.find(({ kind }) => kind === "decision") ?? waiting[0];
  if (!first) return reason;
  return `${first.name} ${wordsOf({ ...first, until: first.until === null ? null : Date.parse(first.until) })}`;
}
