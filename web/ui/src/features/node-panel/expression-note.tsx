import { t } from "@/i18n/i18n";
import type { Json } from "@/document/definition";
import { cell } from "./data-views";
import { preview } from "./expression";

/** What an expression comes to, for the item that is chosen in the input. */
export function ExpressionNote({ text, sample }: { text: string; sample: Json | null }) {
  const found = preview(text, sample ?? {});
  if (!found) return null;
  const known = found.kind === "value" && sample !== null;
  return (
    <p role="status" className="mt-1 truncate text-xs text-soft">
      {known ? (
        <>
          {t("expression.is")} <code data-preview className="font-mono text-run">{cell(found.value)}</code>
        </>
      ) : (
        t("expression.later")
      )}
    </p>
  );
}
