import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useLocation } from "wouter";
import { createWorkflow } from "@/api/workflows";
import { Button } from "@/components/button";
import { t } from "@/i18n/i18n";

export function NewWorkflow() {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () => createWorkflow({ name: t("workflow.untitled"), definition: { nodes: [] } }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ["workflows", "list"] });
      go(`/workflows/${id}`);
    },
  });
  return (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} busy={create.isPending} onClick={() => create.mutate()}>
      {t("workflow.new")}
    </Button>
  );
}
