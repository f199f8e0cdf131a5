import { Switch } from "radix-ui";
import { useState } from "react";
import type { WorkflowSummary } from "@/api/workflows";
import { t } from "@/i18n/i18n";
import type { Deeds } from "./deeds";

/** Shows what is wished until the server has answered. */
export function ActiveSwitch({ workflow, deeds }: { workflow: WorkflowSummary; deeds: Deeds }) {
  const [wished, setWished] = useState<boolean | null>(null);
  const change = (wish: boolean) => {
    setWished(wish);
    void deeds.activate([workflow], wish).finally(() => setWished(null));
  };
  return (
    <Switch.Root
      checked={wished ?? workflow.is_active}
      aria-disabled={wished !== null}
      onCheckedChange={change}
      aria-label={t("workflows.activeOf", { name: workflow.name })}
      className="relative z-10 block h-5 w-9 rounded-full border border-edge bg-sunk data-[state=checked]:border-good data-[state=checked]:bg-good"
    >
      <Switch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-card shadow-(--shadow) transition-transform data-[state=unchecked]:bg-edge data-[state=checked]:translate-x-[1.1rem] motion-reduce:transition-none" />
    </Switch.Root>
  );
}
