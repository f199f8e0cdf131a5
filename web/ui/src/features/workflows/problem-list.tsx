import { TriangleAlert } from "lucide-react";
import { faultSaid } from "@/api/said";
import type { NodeDefinition, WorkflowProblem } from "@/api/workflows";
import { t } from "@/i18n/i18n";
import { nodeName } from "@/graph/names";

/** What keeps it from running; it is saved all the same. */
export function ProblemList({ problems, nodes }: { problems: readonly WorkflowProblem[]; nodes: readonly NodeDefinition[] }) {
  if (problems.length === 0) return null;
  const names = new Map(nodes.map((node) => [node.id, nodeName(node)]));
  return (
    <section aria-label={t("page.problems")} className="rounded-[10px] border border-wait/40 bg-wait-wash px-4 py-3">
      <h2 className="flex items-center gap-2 font-medium">
        <TriangleAlert size={17} className="text-wait" aria-hidden />
        {t("page.cantRun")}
      </h2>
      <ul className="mt-1.5 space-y-1 text-sm">
        {problems.map((problem, index) => (
          <li key={index}>
            {problem.node_id != null && <strong>{names.get(problem.node_id) ?? problem.node_id}: </strong>}
            {field(problem) !== "" && <code className="font-mono">{field(problem)} </code>}
            {faultSaid(problem)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The parameter's own path; where its node stands in the definition helps nobody. */
function field({ loc }: WorkflowProblem): string {
  const parameters = loc.indexOf("parameters");
  return parameters < 0 ? "" : loc.slice(parameters + 1).join(".");
}
