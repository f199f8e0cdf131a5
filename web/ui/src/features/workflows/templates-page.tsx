import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { Skeleton } from "@/components/skeleton";
import { useTitle } from "@/components/title";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { TemplateCard } from "./template-card";
import { loadTemplates } from "./templates";

export function TemplatesPage() {
  useTitle(t("templates.title"));
  const query = useQuery({ queryKey: ["templates"], queryFn: loadTemplates, staleTime: Infinity });
  return (
    <>
      <nav aria-label={t("breadcrumb")} className="text-sm text-faint">
        <Link href="/workflows" className="hover:text-ink">
          {t("nav.workflows")}
        </Link>{" "}
        /
      </nav>
      <h1 className="mt-1 text-2xl font-semibold tracking-tight">{t("templates.title")}</h1>
      <p className="mt-1 mb-6 max-w-2xl text-soft">{t("templates.text")}</p>
      {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={3} height="h-40" />}
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {query.data?.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
      </div>
    </>
  );
}
