import { Minus, MoveRight, Pencil, Plus } from "lucide-react";
import { createContext, use } from "react";
import { t } from "@/i18n/i18n";
import type { Fate } from "./compare";

const LOOKS = {
  added: { icon: Plus, look: "bg-good-wash text-good" },
  removed: { icon: Minus, look: "bg-bad-wash text-bad" },
  changed: { icon: Pencil, look: "bg-wait-wash text-wait" },
  moved: { icon: MoveRight, look: "bg-rest-wash text-rest" },
} as const;

export function FatePill({ fate }: { fate: Fate }) {
  const { icon: Icon, look } = LOOKS[fate];
  return (
    <span className={`inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium ${look}`}>
      <Icon size={12} strokeWidth={2.4} aria-hidden />
      {t(`diff.${fate}`)}
    </span>
  );
}

export const Fates = createContext<ReadonlyMap<string, Fate>>(new Map());

/** In the corner of a node's card: what became of it. */
export function FateBadge({ nodeId }: { nodeId: string }) {
  const fate = use(Fates).get(nodeId);
  if (!fate) return null;
  const { icon: Icon, look } = LOOKS[fate];
  return (
    <span data-fate={fate} title={t(`diff.${fate}`)} className={`absolute -top-2 -right-2 grid size-6 place-items-center rounded-full border border-current ${look}`}>
      <Icon size={13} strokeWidth={2.6} aria-hidden />
      <span className="sr-only">{t(`diff.${fate}`)}</span>
    </span>
  );
}
