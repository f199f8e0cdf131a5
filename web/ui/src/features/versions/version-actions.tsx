import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Power, PowerOff, Rocket, RotateCcw } from "lucide-react";
import { restoreVersion } from "@/api/versions";
import { publish, setActive, type Workflow } from "@/api/workflows";
import { Button } from "@/components/button";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";

interface Props {
  workflow: Workflow;
  /** The one to be restored. */
  chosen: number;
  onRestored: () => void;
}

/** What can be done about versions; where it makes no sense, the button says why. */
export function VersionActions({ workflow, chosen, onRestored }: Props) {
  const { id, version, published_version: published, is_active: active } = workflow;
  const isPublished = published !== null && published >= workflow.definition_version;
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSettled: () => queries.invalidateQueries({ queryKey: ["workflows"] }),
  });
  const restore = () => restoreVersion(id, chosen, version).then(onRestored);
  const isNewest = chosen >= version;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        icon={<RotateCcw size={16} aria-hidden />}
        disabled={isNewest || act.isPending}
        title={isNewest ? t("versions.isNewest") : t("versions.restoreHint")}
        onClick={() => act.mutate(restore)}
      >
        {t("versions.restore")}
      </Button>
      <Button icon={active ? <PowerOff size={16} aria-hidden /> : <Power size={16} aria-hidden />} disabled={act.isPending} onClick={() => act.mutate(() => setActive(id, !active))}>
        {active ? t("versions.deactivate") : t("versions.activate")}
      </Button>
      <Button
        look="primary"
        icon={<Rocket size={16} aria-hidden />}
        disabled={isPublished || act.isPending}
        title={isPublished ? t("versions.isPublished") : t("versions.publishHint", { version })}
        onClick={() => act.mutate(() => publish(id))}
      >
        {t("versions.publish")}
      </Button>
      {act.error && (
        <div className="basis-full">
          <Trouble error={act.error} />
        </div>
      )}
    </div>
  );
}
