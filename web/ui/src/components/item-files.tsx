import { useMutation } from "@tanstack/react-query";
import { Download, File as FileIcon, Image as ImageIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { download, type FileRef, filesOf, isPicture, pictureOf } from "@/api/files";
import { errorSaid } from "@/api/said";
import { t } from "@/i18n/i18n";
import { size } from "@/lib/format";

const MOST = 100;

/** The files that items name: what each is, a download, and a picture where it is one. */
export function ItemFiles({ items, first = 0 }: { items: readonly { binary?: unknown }[]; first?: number }) {
  const found = items.flatMap(({ binary }, place) => filesOf(binary).map(([key, file]) => ({ key, file, number: first + place + 1 })));
  if (found.length === 0) return null;
  return (
    <section aria-label={t("files.title")} className="border-b border-line px-3 py-2">
      <h3 className="mb-1 text-xs font-semibold text-soft">{t("files.count", { count: found.length })}</h3>
      <ul className="space-y-1">
        {found.slice(0, MOST).map(({ key, file, number }) => (
          <OneFile key={`${number} ${key}`} file={file} place={t("files.place", { number, key })} />
        ))}
      </ul>
      {found.length > MOST && <p className="mt-1 text-xs text-faint">{t("files.more", { count: found.length - MOST })}</p>}
    </section>
  );
}

function OneFile({ file, place }: { file: FileRef; place: string }) {
  const [open, setOpen] = useState(false);
  const saving = useMutation({ mutationFn: () => download(file) });
  const picture = isPicture(file);
  return (
    <li data-file={file.file_id}>
      <div className="flex items-center gap-2 text-sm">
        {picture ? <ImageIcon size={15} className="shrink-0 text-faint" aria-hidden /> : <FileIcon size={15} className="shrink-0 text-faint" aria-hidden />}
        <span className="min-w-0 truncate font-medium" title={file.name}>
          {file.name}
        </span>
        <span className="figures shrink-0 text-xs text-soft">{size(file.size)}</span>
        <span className="truncate text-xs text-faint">{file.mime}</span>
        <span className="ml-auto shrink-0 text-xs text-faint">{place}</span>
        {picture && (
          <button type="button" aria-expanded={open} aria-label={t("files.preview", { name: file.name })} className="shrink-0 rounded px-1.5 py-0.5 text-xs hover:bg-sunk" onClick={() => setOpen(!open)}>
            {open ? t("files.hide") : t("files.show")}
          </button>
        )}
        <button
          type="button"
          aria-label={t("files.download", { name: file.name })}
          title={t("files.download", { name: file.name })}
          disabled={saving.isPending}
          className="grid size-7 shrink-0 place-items-center rounded-[7px] text-soft hover:bg-sunk hover:text-ink disabled:opacity-40"
          onClick={() => saving.mutate()}
        >
          <Download size={15} aria-hidden />
        </button>
      </div>
      {saving.error && (
        <p role="alert" className="text-xs text-bad">
          {errorSaid(saving.error)}
        </p>
      )}
      {open && <Picture file={file} />}
    </li>
  );
}

function Picture({ file }: { file: FileRef }) {
  const [shown, setShown] = useState<{ url: string } | { fault: string } | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    let made = "";
    pictureOf(file, leaving.signal).then(
      (url) => {
        made = url;
        if (leaving.signal.aborted) URL.revokeObjectURL(url);
        else setShown({ url });
      },
      (error: unknown) => leaving.signal.aborted || setShown({ fault: error instanceof Error ? errorSaid(error) : String(error) }),
    );
    return () => {
      leaving.abort();
      URL.revokeObjectURL(made);
    };
  }, [file]);
  if (!shown) return <div className="my-1 h-40 w-64 rounded-[7px] bg-sunk" />;
  if ("fault" in shown) {
    return (
      <p role="alert" className="text-xs text-bad">
        {shown.fault}
      </p>
    );
  }
  return <img src={shown.url} alt={file.name} className="my-1 h-40 max-w-full rounded-[7px] border border-line bg-sunk object-contain" />;
}
