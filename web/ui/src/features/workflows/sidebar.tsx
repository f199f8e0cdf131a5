import { useQuery } from "@tanstack/react-query";
import { Archive, Folder, FolderOpen, Inbox, type LucideIcon, Tag } from "lucide-react";
import { labelsQuery, type WorkflowFilter } from "@/api/workflow-list";
import { t } from "@/i18n/i18n";
import { count as written } from "@/lib/format";
import type { Narrow } from "./use-filter";

/** Folders and tags: what there is, and which of it the list shows. */
export function Sidebar({ filter, narrow }: { filter: WorkflowFilter; narrow: Narrow }) {
  const folders = useQuery(labelsQuery("folders")).data ?? [];
  const tags = useQuery(labelsQuery("tags")).data ?? [];
  const { folder, tag, archived } = filter;
  const everywhere = { folder: null, tag: null, archived: false };
  return (
    <nav aria-label={t("workflows.narrow")} className="shrink-0 text-sm lg:w-52">
      <Heading>{t("workflows.folders")}</Heading>
      <ul className="mb-5 flex flex-wrap gap-0.5 lg:block">
        <Place label={t("workflows.all")} icon={Inbox} here={folder === null && tag === null && !archived} onGo={() => narrow(everywhere)} />
        {folders.map(({ name, workflows }) => (
          <Place key={name} label={name} count={workflows} icon={folder === name ? FolderOpen : Folder} here={folder === name} onGo={() => narrow({ ...everywhere, folder: name })} />
        ))}
        {folders.length > 0 && <Place label={t("workflows.loose")} icon={Inbox} here={folder === ""} onGo={() => narrow({ ...everywhere, folder: "" })} />}
        <Place label={t("workflows.archive")} icon={Archive} here={archived} onGo={() => narrow({ ...everywhere, archived: true })} />
      </ul>
      {tags.length > 0 && (
        <>
          <Heading>{t("workflows.tags")}</Heading>
          <ul className="flex flex-wrap gap-0.5 lg:block">
            {tags.map(({ name, workflows }) => (
              <Place key={name} label={name} count={workflows} icon={Tag} here={tag === name} onGo={() => narrow({ tag: tag === name ? null : name })} />
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

function Heading({ children }: { children: string }) {
  return <h2 className="mb-1 px-2.5 text-xs font-medium text-faint">{children}</h2>;
}

function Place({ label, icon: Icon, here, count, onGo }: { label: string; icon: LucideIcon; here: boolean; count?: number; onGo: () => void }) {
  return (
    <li>
      <button
        type="button"
        aria-current={here ? "true" : undefined}
        onClick={onGo}
        className={`flex w-full items-center gap-2 rounded-[7px] px-2.5 py-1.5 text-left ${here ? "bg-sunk font-medium" : "text-soft hover:bg-sunk/70 hover:text-ink"}`}
      >
        <Icon size={15} className="shrink-0" aria-hidden />
        <span className="max-w-40 flex-1 truncate">{label}</span>
        {count !== undefined && <span className="figures text-xs text-faint">{written(count)}</span>}
      </button>
    </li>
  );
}
