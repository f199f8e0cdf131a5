import { useInfiniteQuery } from "@tanstack/react-query";
import { Braces, List } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { workflowPages } from "@/api/workflows";
import { t } from "@/i18n/i18n";
import { asText } from "./schema";
import type { ShapedProps } from "./schema-field";
import { SelectField } from "./select-field";
import { ValueField } from "./value-field";

const SWITCH = "inline-flex items-center gap-1 rounded px-1 text-xs text-faint hover:text-ink";

/** One of the project's workflows, chosen by its name; or an expression that gives its id. */
export function WorkflowField(props: ShapedProps) {
  const chosen = asText(props.value) ?? "";
  const [written, write] = useState(chosen.includes("{{") || props.value === null);
  return written ? (
    <div>
      <ValueField {...props} />
      <button type="button" className={SWITCH} onClick={() => write(false)}>
        <List size={13} aria-hidden />
        {t("form.fromList")}
      </button>
    </div>
  ) : (
    <Named {...props} chosen={chosen} onWrite={() => write(true)} />
  );
}

function Named({ label, shape, path, fault, chosen, onChange, onWrite }: ShapedProps & { chosen: string; onWrite: () => void }) {
  const { data, hasNextPage, isPending, fetchNextPage } = useInfiniteQuery(workflowPages(""));
  const known = (data?.pages ?? []).flatMap(({ items }) => items);
  const isKnown = known.some(({ id }) => id === chosen);
  return (
    <SelectField
      label={label}
      shape={shape}
      fault={fault}
      value={chosen}
      onChoose={(id) => onChange(id, path)}
      onFocus={() => hasNextPage && void fetchNextPage()}
      aside={
        <button type="button" className={SWITCH} title={t("form.asExpression")} onClick={onWrite}>
          <Braces size={13} aria-hidden />
          {t("form.expression")}
        </button>
      }
      more={
        isKnown && (
          <Link href={`/workflows/${chosen}`} className="mt-1 inline-block text-xs text-soft underline underline-offset-2 hover:text-ink">
            {t("form.openWorkflow")}
          </Link>
        )
      }
    >
      {chosen === "" && <option value="">{t("form.choose")}</option>}
      {chosen !== "" && !isKnown && <option value={chosen}>{isPending || hasNextPage ? chosen : t("form.noSuchWorkflow", { id: chosen })}</option>}
      {known.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
