import { useQuery } from "@tanstack/react-query";
import { Box } from "lucide-react";
import { type Environment, environmentsQuery } from "@/api/environments";
import { Skeleton } from "@/components/skeleton";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { Section } from "./section";

export function Environments() {
  const { data, error, refetch } = useQuery(environmentsQuery);
  return (
    <Section id="environments" title={t("settings.environments")} text={t("settings.environmentsText")}>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={3} />}
      <ul className="divide-y divide-line">
        {data?.map((environment) => (
          <Row key={environment.name} environment={environment} />
        ))}
      </ul>
      <p className="mt-3 text-sm text-faint">
        {t("settings.images")} <code className="font-mono">flowtape sandbox list</code>.
      </p>
    </Section>
  );
}

function Row({ environment: { name, title, description, languages, default_for: defaults } }: { environment: Environment }) {
  return (
    <li className="flex gap-3 py-3 first:pt-0">
      <Box size={17} className="mt-0.5 shrink-0 text-faint" aria-hidden />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{title}</span>
          <code className="font-mono text-xs text-faint">{name}</code>
        </p>
        <p className="text-sm text-soft">{description}</p>
        <p className="mt-1 flex flex-wrap gap-1.5 text-xs">
          {languages.map((language) => (
            <span key={language} className="rounded-full bg-sunk px-2 py-0.5 text-soft">
              {language}
            </span>
          ))}
          {defaults.length > 0 && <span className="px-1 py-0.5 text-good">{t("settings.default", { languages: defaults.join(", ") })}</span>}
        </p>
      </div>
    </li>
  );
}
