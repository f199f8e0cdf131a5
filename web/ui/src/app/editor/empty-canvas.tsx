import { Plus } from "lucide-react";
import { Button } from "@/components/button";
import { desk, useDesk } from "@/editor/desk";
import { t } from "@/i18n/i18n";

export function EmptyCanvas({ title }: { title: string }) {
  return (
    <div className="max-w-sm text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-1.5 mb-5 text-soft">{t("empty.text")}</p>
      <Button
        look="primary"
        className="pointer-events-auto"
        icon={<Plus size={16} aria-hidden />}
        onClick={({ clientX: x, clientY: y }) => {
          if (desk().picking === null) useDesk.setState({ picking: { screen: { x, y }, at: { x: 0, y: 0 }, end: null, edge: null } });
        }}
      >
        {t("empty.action")}
      </Button>
    </div>
  );
}
