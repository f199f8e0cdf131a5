import { useQuery } from "@tanstack/react-query";
import { environmentsQuery } from "@/api/environments";
import { t } from "@/i18n/i18n";
import { FieldFrame } from "./field-frame";
import { asText } from "./schema";
import type { ShapedProps } from "./schema-field";

/** Where the code runs: one of the environments that have its language, or the language's own. */
export function EnvironmentField({ label, shape, value, path, fault, context, onChange }: ShapedProps) {
  const environments = useQuery(environmentsQuery).data;
  const language = asText(context.parameters["language"]) ?? "";
  const fitting = environments?.filter(({ languages }) => languages.some((one) => one === language)) ?? [];
  const own = fitting.find(({ default_for: languages }) => languages.some((one) => one === language));
  const chosen = asText(value) ?? "";
  const isMissing = chosen !== "" && !fitting.some(({ name }) => name === chosen);
  return (
    <FieldFrame label={label} hint={shape.schema.description} fault={fault}>
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          className="field text-sm"
          aria-describedby={describedBy}
          aria-invalid={invalid}
          value={chosen}
          onChange={({ target }) => onChange(target.value === "" ? null : target.value, path)}
        >
          <option value="">{own ? t("form.ownEnvironment", { title: own.title }) : t("form.none")}</option>
          {isMissing && <option value={chosen}>{environments ? t("form.noSuchEnvironment", { name: chosen }) : chosen}</option>}
          {fitting.map(({ name, title }) => (
            <option key={name} value={name}>
              {title === name ? title : `${title} (${name})`}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
