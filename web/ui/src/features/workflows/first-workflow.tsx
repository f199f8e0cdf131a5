import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp, LayoutTemplate, Plus } from "lucide-react";
import { useLocation } from "wouter";
import { createWorkflow } from "@/api/workflows";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { EXAMPLE } from "./example";

export function FirstWorkflow({ onImport }: { onImport: () => void }) {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () => createWorkflow({ name: t("first.exampleName"), description: t("first.exampleText"), definition: EXAMPLE }),
    onSuccess: (workflow) => {
      void queries.invalidateQueries({ queryKey: ["workflows"] });
      go(`/workflows/${workflow.id}`);
    },
  });
  return (
    <Empty
      title={t("first.title")}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button look="primary" icon={<Plus size={16} aria-hidden />} busy={create.isPending} onClick={() => create.mutate()}>
            {t("first.example")}
          </Button>
          <Button icon={<LayoutTemplate size={16} aria-hidden />} onClick={() => go("/templates")}>
            {t("first.templates")}
          </Button>
          <Button icon={<FileUp size={16} aria-hidden />} onClick={onImport}>
            {t("first.import")}
          </Button>
        </div>
      }
    >
      <p>{t("first.text")}</p>
      {create.error && (
        <div className="mt-4 text-left">
          <Trouble error={create.error} />
        </div>
      )}
    </Empty>
  );
}
