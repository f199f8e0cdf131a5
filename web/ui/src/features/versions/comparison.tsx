import { useQuery } from "@tanstack/react-query";
import type { Version } from "@/api/versions";
import { type Workflow, workflowQuery } from "@/api/workflows";
import { Skeleton } from "@/components/skeleton";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { DifferenceView } from "./difference-view";

export const BASES = ["before", "newest", "published"] as const;
export type Base = (typeof BASES)[number];

interface Props {
  workflow: Workflow;
  chosen: Version;
  base: Base;
  onBase: (base: Base) => void;
}

/** The chosen version beside another one: what is to be seen is how the later one differs. */
export function Comparison({ workflow, chosen, base, onBase }: Props) {
  const other = otherVersion(workflow, chosen, base);
  const [from, to] = other < chosen.version ? [other, chosen.version] : [chosen.version, other];
  const before = useQuery({ ...workflowQuery(workflow.id, Math.max(1, from)), enabled: from > 0 });
  const after = useQuery(workflowQuery(workflow.id, to));
  const error = before.error ?? after.error;
  return (
    <section aria-label={t("versions.name", { version: chosen.version })} className="min-w-0 flex-1">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="text-lg font-semibold">{t("versions.name", { version: chosen.version })}</h2>
        <label className="flex items-center gap-2 text-sm text-soft">
          {t("versions.compareWith")}
          <select className="field w-auto py-1 text-sm" value={base} onChange={({ target }) => onBase(BASES.find((known) => known === target.value) ?? "before")}>
            {BASES.filter((known) => known !== "published" || workflow.published_version !== null).map((known) => (
              <option key={known} value={known}>
                {known === "before" && from === 0 ? t("versions.empty") : t(`versions.${known}`)}
              </option>
            ))}
          </select>
        </label>
        <span className="figures text-sm text-faint">{from} → {to}</span>
      </div>
      {error && <Trouble error={error} />}
      {!error && (after.data && (from === 0 || before.data) ? <DifferenceView before={from === 0 ? null : (before.data ?? null)} after={after.data} /> : <Skeleton rows={5} />)}
    </section>
  );
}

/** Zero: there was nothing. */
function otherVersion(workflow: Workflow, chosen: Version, base: Base): number {
  if (base === "newest") return workflow.version;
  return base === "published" && workflow.published_version !== null ? workflow.published_version : chosen.from_version - 1;
}
