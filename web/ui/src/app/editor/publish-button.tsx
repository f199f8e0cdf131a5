import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useMemo, useState } from "react";
import type { Action } from "@/actions/action";
import { useActions } from "@/actions/registry";
import { publish, workflowQuery } from "@/api/workflows";
import { Button } from "@/components/button";
import { useOpen, useOpenState } from "@/document/context";
import { useStarting } from "@/features/running/starting";
import { t } from "@/i18n/i18n";

/** There while something was changed since the workflow was published: webhooks and callers run what is published. */
export function PublishButton({ workflowId }: { workflowId: string }) {
  const published = useQuery(workflowQuery(workflowId)).data?.published_version ?? null;
  const changed = useOpenState(({ definitionVersion }) => definitionVersion);
  const { busy, act } = usePublishing(workflowId);
  const isBehind = published !== null && published < changed;
  const action = useMemo(
    (): Action => ({ id: "publish", label: t("versions.publish"), section: "section.run", icon: Rocket, enabled: () => isBehind && !busy, run: () => void act() }),
    [isBehind, busy, act],
  );
  useActions(useMemo(() => [action], [action]));
  if (!isBehind) return null;
  return (
    <Button className="h-8 px-2.5" icon={<Rocket size={15} aria-hidden />} busy={busy} title={t("publish.behind", { version: published })} onClick={() => void act()}>
      {t("versions.publish")}
    </Button>
  );
}

function usePublishing(workflowId: string) {
  const open = useOpen();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const act = useMemo(
    () => async () => {
      setBusy(true);
      useStarting.setState({ error: null });
      try {
        await open.settled();
        const workflow = await publish(workflowId);
        queries.setQueryData(workflowQuery(workflowId).queryKey, workflow);
        open.refresh(workflow);
      } catch (error) {
        useStarting.setState({ error: error instanceof Error ? error : new Error(String(error)) });
      }
      setBusy(false);
    },
    [open, queries, workflowId],
  );
  return { busy, act };
}
