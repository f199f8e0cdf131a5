import { stringifyExact } from "@/api/exact-json";
import { t } from "@/i18n/i18n";
import type { FieldChange } from "./compare";
import { TextDiff } from "./text-diff";

/** One field: short values side by side, anything longer line by line. */
export function FieldDiff({ change: { path, before, after } }: { change: FieldChange }) {
  const [was, is] = [written(before), written(after)];
  const long = (was + is).includes("\n");
  return (
    <div data-field={path}>
      <h4 className="mb-1 font-mono text-xs text-faint">{path}</h4>
      {long ? <TextDiff before={was} after={is} /> : <Short was={was} is={is} />}
    </div>
  );
}

function Short({ was, is }: { was: string; is: string }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
      {was !== "" && (
        <>
          <dt className="text-faint">{t("diff.was")}</dt>
          <dd>
            <del className="rounded bg-bad-wash px-1.5 font-mono text-[13px] break-all text-bad no-underline">{was}</del>
          </dd>
        </>
      )}
      <dt className="text-faint">{t("diff.is")}</dt>
      <dd>
        {is === "" ? (
          <span className="text-faint">{t("diff.nothing")}</span>
        ) : (
          <ins className="rounded bg-good-wash px-1.5 font-mono text-[13px] break-all text-good no-underline">{is}</ins>
        )}
      </dd>
    </dl>
  );
}

function written(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : stringifyExact(value, typeof value === "object" ? "  " : "");
}
