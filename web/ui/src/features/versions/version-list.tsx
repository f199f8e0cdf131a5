import { Rocket, RotateCcw } from "lucide-react";
import type { Version } from "@/api/versions";
import { Ago } from "@/components/ago";
import { t } from "@/i18n/i18n";
import { toldChanges } from "./told-changes";

interface Props {
  versions: readonly Version[];
  chosen: number;
  onChoose: (version: number) => void;
}

export function VersionList({ versions, chosen, onChoose }: Props) {
  return (
    <ol aria-label={t("versions.list")} className="panel divide-y divide-line overflow-hidden">
      {versions.map((version) => (
        <li key={version.version}>
          <button
            type="button"
            data-version={version.version}
            aria-current={version.version === chosen ? "true" : undefined}
            onClick={() => onChoose(version.version)}
            className={`block w-full px-4 py-2.5 text-left focus-visible:-outline-offset-2 ${version.version === chosen ? "bg-run-wash" : "hover:bg-sunk/60"}`}
          >
            <Entry version={version} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Entry({ version }: { version: Version }) {
  const changes = toldChanges(version);
  return (
    <>
      <span className="flex items-baseline justify-between gap-2">
        <span className="figures text-sm font-medium">{t("versions.name", { version: version.version })}</span>
        <span className="text-xs text-faint">
          <Ago at={version.at} />
        </span>
      </span>
      {changes !== "" && <span className="mt-0.5 line-clamp-2 block text-sm text-soft">{changes}</span>}
      <span className="mt-0.5 block truncate text-xs text-faint">{version.author ? t("versions.by", { name: version.author.name }) : t("versions.bySystem")}</span>
      {version.published_at !== null && (
        <span className={`mt-1 inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium ${version.is_published ? "bg-good-wash text-good" : "bg-rest-wash text-rest"}`}>
          <Rocket size={12} aria-hidden />
          {version.is_published ? t("versions.live") : t("versions.once")}
        </span>
      )}
      {version.restored !== null && (
        <span className="mt-1 ml-1 inline-flex items-center gap-1 rounded-full bg-sunk px-2 py-0.5 text-xs text-soft">
          <RotateCcw size={12} aria-hidden />
          {t("versions.restored", { version: version.restored })}
        </span>
      )}
    </>
  );
}
