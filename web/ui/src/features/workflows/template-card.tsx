import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useLocation } from "wouter";
import { nodeTypesQuery } from "@/api/node-types";
import { createWorkflow } from "@/api/workflows";
import { Button } from "@/components/button";
import { Trouble } from "@/components/trouble";
import { NodeIcon } from "@/graph/icons";
import { nodeName } from "@/graph/names";
import { t } from "@/i18n/i18n";
import { definitionOf, type Template } from "./templates";

export function TemplateCard({ template }: { template: Template }) {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const use = useMutation({
    mutationFn: async () => createWorkflow({ name: template.name, description: template.description ?? "", definition: await definitionOf(template) }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ["workflows"] });
      go(`/workflows/${id}`);
    },
  });
  return (
    <article className="panel flex flex-col p-5" aria-label={template.name}>
      <h2 className="font-semibold">{template.name}</h2>
      <p className="mt-1 text-sm text-soft">{template.description}</p>
      <Picture template={template} />
      <div className="mt-auto">
        <p className="min-h-5 text-xs text-faint">{template.input !== undefined && t("templates.data")}</p>
        {use.error && <Trouble error={use.error} />}
        <Button className="mt-3 w-full" icon={<Plus size={16} aria-hidden />} busy={use.isPending} onClick={() => use.mutate()}>
          {t("templates.use")}
        </Button>
      </div>
    </article>
  );
}

/** Its nodes in a row, by the icons that they have on the canvas. */
function Picture({ template }: { template: Template }) {
  const types = useQuery(nodeTypesQuery).data;
  return (
    <ol className="my-4 flex flex-wrap gap-y-2" aria-label={t("picture.label")}>
      {template.definition.nodes.map((node, place) => (
        <li key={node.id} className="flex items-center" title={nodeName(node)}>
          {place > 0 && <span className="h-px w-3 bg-edge" aria-hidden />}
          <span className="grid size-9 place-items-center rounded-[7px] border border-edge/60 bg-sunk text-soft">
            <NodeIcon name={types?.get(node.type)?.icon} />
            <span className="sr-only">{nodeName(node)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
