import { t } from "@/i18n/i18n";

/** Holds the place of what is on its way, so that nothing jumps. */
export function Skeleton({ rows, height = "h-12" }: { rows: number; height?: string }) {
  return (
    <div role="status" aria-label={t("loading")} className="panel divide-y divide-line overflow-hidden">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={`flex items-center px-4 ${height}`}>
          <div className="h-3 w-1/3 animate-pulse rounded bg-sunk motion-reduce:animate-none" />
        </div>
      ))}
    </div>
  );
}
