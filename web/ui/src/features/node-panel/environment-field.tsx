import { useQuery } from "@tanstack/react-query";
import { environmentsQuery } from "@/api/environments";
import { t } from "@/i18n/i18n";
import { asText } from "./schema";
import type { ShapedProps } from "./schema-field";
import { SelectField } from "./select-field";

/** Where the code runs: one of the environments that have its language, or the language's own. */
export function EnvironmentField(props: ShapedProps) {
  const { value, path, context, onChange } = props;
  const environments = useQuery(environmentsQuery).data;
  const language = asText(context.parameters["language"]) ?? "";
  const fitting = environments?.filter(({ languages }) => languages.some((one) => one === language)) ?? [];
  const own = fitting.find(({ default_for: languages }) => languages.some((one) => one === language));
  const chosen = asText(value) ?? "";
  const isMissing = chosen !== "" && !fitting.some(({ name }) => name === chosen);
  return (
    <SelectField {...props} value={chosen} onChoose={(name) => onChange(name === "" ? null : name, path)}>
      <option value="">{own ? t("form.ownEnvironment", { title: own.title }) : t("form.none")}</option>
      {isMissing && <option value={chosen}>{environments ? t("form.noSuchEnvironment", { name: chosen }) : chosen}</option>}
      {fitting.map(({ name, title }) => (
        <option key={name} value={name}>
          {title === name ? title : `${title} (${name})`}
        </option>
      ))}
    </SelectField>
  );
}
