import { Magnet, Map as MapIcon, Maximize, ZoomIn, ZoomOut } from "lucide-react";
import type { Action } from "@/actions/action";
import { desk } from "@/editor/desk";
import { t } from "@/i18n/i18n";
import { prefer, preferences } from "@/preferences/preferences";
import type { Around } from "./around";

export const SECOND = 200;

/** Beside the panel, where one is open. */
export function showAll(flow: Around["flow"]): void {
  const right = desk().open === null ? 40 : preferences().panelWidth + 40;
  void flow.fitView({ padding: { left: "40px", right: `${right}px`, top: "60px", bottom: "70px" }, maxZoom: 1, duration: SECOND });
}

export function looking({ flow }: Around): Action[] {
  return [
    { id: "fit", label: t("view.fit"), section: "section.view", icon: Maximize, shortcuts: ["1"], run: () => showAll(flow) },
    { id: "zoom-in", label: t("view.zoomIn"), section: "section.view", icon: ZoomIn, shortcuts: ["+", "="], run: () => void flow.zoomIn({ duration: SECOND }) },
    { id: "zoom-out", label: t("view.zoomOut"), section: "section.view", icon: ZoomOut, shortcuts: ["-"], run: () => void flow.zoomOut({ duration: SECOND }) },
    { id: "zoom-100", label: t("view.actual"), section: "section.view", icon: Maximize, shortcuts: ["0"], run: () => void flow.zoomTo(1, { duration: SECOND }) },
    { id: "minimap", label: t("view.minimap"), section: "section.view", icon: MapIcon, shortcuts: ["m"], run: () => prefer({ minimap: !preferences().minimap }) },
    { id: "snap", label: t("view.snap"), section: "section.view", icon: Magnet, run: () => prefer({ snap: !preferences().snap }) },
  ];
}
