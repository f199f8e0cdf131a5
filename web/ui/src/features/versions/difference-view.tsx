import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useMemo } from "react";
import { nodeTypesQuery } from "@/api/node-types";
import { Graph } from "@/graph/graph";
import { portName } from "@/graph/names";
import { type PlainKey, t } from "@/i18n/i18n";
import { type Compared, compare, type Difference, type Fate, type NodeChange } from "./compare";
import { FateBadge, FatePill, Fates } from "./fates";
import { FieldDiff } from "./field-diff";
import { together } from "./together";

/** Two versions of a workflow: in one picture, and then field by field. */
export function DifferenceView({ before, after }: { before: Compared | null; after: Compared }) {
  const types = useQuery(nodeTypesQuery).data;
  const difference = useMemo(() => compare(before, after), [before, after]);
  const both = useMemo(() => together(before, after), [before, after]);
  const fates = useMemo(() => new Map(difference.nodes.map(({ node, fate }) => [node.id, fate])), [difference]);
  return (
    <div className="space-y-4">
      <Summary difference={difference} />
      {both.nodes.length > 0 && (
        <section aria-label={t("diff.picture")} className="panel">
          <Fates value={fates}>
            <Graph definition={both} types={types} Badge={FateBadge} />
          </Fates>
        </section>
      )}
      {difference.workflow.length > 0 && (
        <section className="panel space-y-3 p-4" aria-label={t("diff.workflow")}>
          <h3 className="font-medium">{t("diff.workflow")}</h3>
          {difference.workflow.map((change) => (
            <FieldDiff key={change.path} change={change} />
          ))}
        </section>
      )}
      {difference.nodes
        .filter(({ fate }) => fate !== "moved")
        .map((change) => (
          <NodeDiff key={change.node.id} change={change} />
        ))}
      <Connections difference={difference} names={new Map(both.nodes.map(({ id, name }) => [id, name ?? id]))} />
    </div>
  );
}

const COUNTED: Record<Fate, "diff.nodesAdded" | "diff.nodesRemoved" | "diff.nodesChanged" | "diff.nodesMoved"> = {
  added: "diff.nodesAdded",
  removed: "diff.nodesRemoved",
  changed: "diff.nodesChanged",
  moved: "diff.nodesMoved",
};

function Summary({ difference: { nodes, edges, workflow } }: { difference: Difference }) {
  const parts = (Object.keys(COUNTED) as Fate[]).flatMap((fate) => {
    const count = nodes.filter((change) => change.fate === fate).length;
    return count > 0 ? [t(COUNTED[fate], { count })] : [];
  });
  if (edges.length > 0) parts.push(t("change.connection", { count: edges.length }));
  if (workflow.length > 0) parts.push(`${t("diff.workflow")}: ${workflow.map(({ path }) => path).join(", ")}`);
  return (
    <p role="status" aria-label={t("diff.summary")} className="min-h-6 text-sm text-soft">
      {parts.length > 0 ? parts.join(" · ") : t("diff.none" satisfies PlainKey)}
    </p>
  );
}

function NodeDiff({ change: { node, fate, fields } }: { change: NodeChange }) {
  return (
    <section className="panel space-y-3 p-4" aria-label={node.name} data-change={node.id}>
      <h3 className="flex items-center gap-2.5 font-medium">
        {node.name}
        <FatePill fate={fate} />
      </h3>
      {fields.map((change) => (
        <FieldDiff key={change.path} change={change} />
      ))}
    </section>
  );
}

function Connections({ difference: { edges }, names }: { difference: Difference; names: ReadonlyMap<string, string> }) {
  if (edges.length === 0) return null;
  const end = (id: string, port: string) => `${names.get(id) ?? id}${port === "main" ? "" : ` (${portName(port)})`}`;
  return (
    <section className="panel p-4" aria-label={t("diff.connections")}>
      <h3 className="mb-2 font-medium">{t("diff.connections")}</h3>
      <ul className="space-y-1.5 text-sm">
        {edges.map(({ edge, added }, place) => (
          <li key={place} className="flex flex-wrap items-center gap-2">
            <FatePill fate={added ? "added" : "removed"} />
            {end(edge.source, edge.source_port)}
            <ArrowRight size={14} className="text-faint" aria-hidden />
            {end(edge.target, edge.target_port)}
          </li>
        ))}
      </ul>
    </section>
  );
}
