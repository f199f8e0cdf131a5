import { call } from "@/api/client";

/** A file as items name it. */
export interface FileRef {
  file_id: string;
  name: string;
  mime: string;
  /** Bytes. */
  size: number;
}

/** Key → file, as an item's `binary` has them. */
export type Binary = Readonly<Record<string, FileRef>>;

export async function uploadFile(file: File): Promise<FileRef> {
  const body = new FormData();
  body.append("file", file);
  const { file_id, name, mime, size } = (await (await call("/api/files", { method: "POST", body })).json()) as FileRef;
  return { file_id, name, mime, size };
}

async function bytesOf(fileId: string, signal?: AbortSignal): Promise<Blob> {
  return (await call(`/api/files/${encodeURIComponent(fileId)}`, signal ? { signal } : {})).blob();
}

/** Save it where the browser saves downloads. Its bytes are never opened as a page of ours. */
export async function download({ file_id, name }: FileRef): Promise<void> {
  const url = URL.createObjectURL(new Blob([await bytesOf(file_id)], { type: "application/octet-stream" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Pictures that are nothing but pictures: SVG and HTML are programs. */
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]);
const LARGEST_PICTURE = 10_000_000;

export function isPicture({ mime, size }: FileRef): boolean {
  return PICTURES.has(mime) && size <= LARGEST_PICTURE;
}

/** An address to draw it from, which whoever asks gives back with `URL.revokeObjectURL`. */
export async function pictureOf({ file_id, mime }: FileRef, signal: AbortSignal): Promise<string> {
  return URL.createObjectURL(new Blob([await bytesOf(file_id, signal)], { type: mime }));
}

/** The files of an item's `binary`; whatever is none is left out. */
export function filesOf(binary: unknown): [key: string, file: FileRef][] {
  if (typeof binary !== "object" || binary === null) return [];
  return Object.entries(binary as Record<string, unknown>).flatMap(([key, value]): [string, FileRef][] => {
    const { file_id, name, mime, size } = (value ?? {}) as Partial<Record<keyof FileRef, unknown>>;
    const right = typeof file_id === "string" && typeof name === "string";
    return right ? [[key, { file_id, name, mime: typeof mime === "string" ? mime : "", size: Number(size ?? 0) }]] : [];
  });
}
