import { useMutation } from "@tanstack/react-query";
import { File as FileIcon, Paperclip, X } from "lucide-react";
import { useRef } from "react";
import { type FileRef, uploadFile } from "@/api/files";
import { t } from "@/i18n/i18n";
import { size } from "@/lib/format";
import { Button } from "./button";
import { Trouble } from "./trouble";

interface Props {
  files: readonly FileRef[];
  /** More may have been attached since the last render. */
  onChange: (change: (files: readonly FileRef[]) => readonly FileRef[]) => void;
}

/** Files for the first item that a run begins with: stored at once, and named by the item. */
export function AttachFiles({ files, onChange }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      for (const file of chosen) {
        const stored = await uploadFile(file);
        onChange((before) => [...before, stored]);
      }
    },
  });
  return (
    <div className="mt-3">
      <input
        ref={chooser}
        type="file"
        multiple
        aria-label={t("files.choose")}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          upload.mutate([...(target.files ?? [])]);
          target.value = "";
        }}
      />
      <Button className="h-8" busy={upload.isPending} icon={<Paperclip size={14} aria-hidden />} onClick={() => chooser.current?.click()}>
        {t("files.attach")}
      </Button>
      {files.length > 0 && (
        <ul aria-label={t("files.attached")} className="mt-2 space-y-1 text-sm">
          {files.map((file, place) => (
            <li key={file.file_id} className="flex items-center gap-2">
              <FileIcon size={14} className="shrink-0 text-faint" aria-hidden />
              <span className="min-w-0 truncate">{file.name}</span>
              <span className="figures text-xs text-faint">{size(file.size)}</span>
              <code className="ml-auto font-mono text-xs text-soft">$binary.{fileKey(place)}</code>
              <button type="button" aria-label={t("files.remove", { name: file.name })} className="grid size-6 place-items-center rounded text-soft hover:bg-sunk" onClick={() => onChange((before) => before.filter((other) => other !== file))}>
                <X size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {upload.error && (
        <div className="mt-2">
          <Trouble error={upload.error} />
        </div>
      )}
    </div>
  );
}

function fileKey(place: number): string {
  return place === 0 ? "data" : `data${place + 1}`;
}

/** As an item's `binary` names them. */
export function binaryOf(files: readonly FileRef[]): Record<string, FileRef> {
  return Object.fromEntries(files.map((file, place) => [fileKey(place), file]));
}
