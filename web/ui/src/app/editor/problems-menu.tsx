import { TriangleAlert } from "lucide-react";
import { Popover } from "radix-ui";
import { useOpenState } from "@/document/context";
import { openNode } from "@/editor/desk";
import { useProblemSaid } from "@/graph/problem-said";
import { t } from "@/i18n/i18n";

/** What keeps it from running; a press leads to the node. */
export function ProblemsMenu() {
  const problems = useOpenState((state) => state.problems);
  const nodes = useOpenState(({ doc }) => doc.nodes);
  const said = useProblemSaid();
  if (problems.length === 0 || nodes.size === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger className="inline-flex h-8 items-center gap-1.5 rounded-[7px] px-2 text-wait hover:bg-wait-wash">
        <TriangleAlert size={15} aria-hidden />
        {t("problems", { count: problems.length })}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content align="end" sideOffset={6} className="floating z-40 max-h-96 w-96 overflow-y-auto p-1.5" aria-label={t("problems.title")}>
          <ul className="text-sm">
            {problems.map((problem, index) => {
              const node = nodes.get(problem.node_id ?? "");
              const text = (
                <>
                  {node && <strong className="block font-medium">{node.name}</strong>}
                  <span className="text-soft">{said(problem, node?.type)}</span>
                </>
              );
              return (
                <li key={index}>
                  {node ? (
                    <Popover.Close className="block w-full rounded-[7px] px-2.5 py-1.5 text-left break-words hover:bg-sunk" onClick={() => openNode(node.id)}>
                      {text}
                    </Popover.Close>
                  ) : (
                    <span className="block px-2.5 py-1.5">{text}</span>
                  )}
                </li>
              );
            })}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
