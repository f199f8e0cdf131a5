import type { Schema } from "@/api/node-types";
import { type PlainKey, t } from "@/i18n/i18n";

/** A node's settings as a schema, so that they are drawn as parameters are. */
export function settingsSchema(): Schema {
  return {
    type: "object",
    properties: {
      timeout_s: { anyOf: [{ type: "number", exclusiveMinimum: 0 }, { type: "null" }], default: null, title: t("settings.timeout"), description: t("settings.timeoutHint") },
      on_error: { enum: ["stop", "continue", "port"], default: "stop", title: t("settings.onError"), "x-labels": labels("settings.onError", ["stop", "continue", "port"]), description: t("settings.onErrorHint") },
      on_crash: { enum: ["ask", "retry"], default: "ask", title: t("settings.onCrash"), "x-labels": labels("settings.onCrash", ["ask", "retry"]), description: t("settings.onCrashHint") },
      retry: {
        type: "object",
        title: t("settings.retry"),
        properties: {
          count: { type: "integer", minimum: 0, maximum: 1000, default: 0, title: t("settings.retryCount") },
          delay_s: { type: "number", minimum: 0, default: 1, title: t("settings.retryDelay") },
          backoff: { enum: ["fixed", "exponential"], default: "fixed", title: t("settings.retryBackoff"), "x-labels": labels("settings.retryBackoff", ["fixed", "exponential"]) },
        },
      },
      always_output: { type: "boolean", default: false, title: t("settings.alwaysOutput"), description: t("settings.alwaysOutputHint") },
      once: { type: "boolean", default: false, title: t("settings.once"), description: t("settings.onceHint") },
    },
  };
}

function labels<Value extends string, Field extends string>(field: Field & (`${Field}.${Value}` extends PlainKey ? Field : never), values: readonly Value[]): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, t(`${field}.${value}` as PlainKey)]));
}
