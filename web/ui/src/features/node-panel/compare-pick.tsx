import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { versionPages } from "@/api/versions";
import { workflowQuery } from "@/api/workflows";
import { t } from "@/i18n/i18n";
import { moment } from "@/lib/format";
import type { Path } from "./faults";
import type { FormContext } from "./form-context";

type Place = FormContext["place"];

const OPENED = "opened";
const PUBLISHED = "published";

interface Props {
  place: Place;
  /** Empty: nothing is compared. */
  value: string;
  onChange: (compared: string) => void;
}

/** What the code is compared with: as it was found, as published, or an earlier version. */
export function ComparePick({ place, value, onChange }: Props) {
  const [asked, ask] = useState(false);
  const versions = useInfiniteQuery({ ...versionPages(place?.workflowId ?? ""), enabled: asked && place !== null });
  const found = versions.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <select
      aria-label={t("code.compare")}
      className="h-7 max-w-52 rounded-[6px] bg-transparent px-1 text-xs text-soft hover:bg-sunk hover:text-ink"
      value={value}
      onFocus={() => ask(true)}
      onPointerDown={() => ask(true)}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">{t("code.compareNot")}</option>
      <option value={OPENED}>{t("code.compareOpened")}</option>
      {place && <option value={PUBLISHED}>{t("code.comparePublished")}</option>}
      {found.map(({ version, at }) => (
        <option key={version} value={version}>
          {t("code.compareVersion", { version, at: moment(at) })}
        </option>
      ))}
    </select>
  );
}

/** The text to compare with; null where nothing is compared, or nothing was there. */
export function useOriginal(place: Place, path: Path, compared: string, opened: string): string | null {
  const id = place?.workflowId ?? "";
  const now = useQuery({ ...workflowQuery(id), enabled: place !== null && compared === PUBLISHED });
  const wanted = compared === PUBLISHED ? now.data?.published_version : Number(compared);
  const version = typeof wanted === "number" && wanted > 0 ? wanted : undefined;
  const past = useQuery({ ...workflowQuery(id, version), enabled: place !== null && version !== undefined });
  if (compared === "") return null;
  if (compared === OPENED) return opened;
  if (compared === PUBLISHED && now.data && version === undefined) return "";
  const node = past.data?.definition.nodes.find((one) => one.id === place?.nodeId);
  return past.data ? textAt(node?.parameters, path) : null;
}

function textAt(parameters: unknown, path: Path): string {
  const found = path.reduce<unknown>((around, step) => (around as Record<string, unknown> | undefined)?.[step], parameters);
  return typeof found === "string" ? found : "";
}
