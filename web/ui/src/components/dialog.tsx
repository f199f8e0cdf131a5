import { X } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { t } from "@/i18n/i18n";

interface Props {
  label: string;
  onClose: () => void;
  children: ReactNode;
  className?: string;
  /** Without a heading, such as the command palette. */
  bare?: boolean;
}

/** A dialog over the page, of the browser's own: it keeps the focus, and Escape or a press beside it closes it. */
export function Dialog({ label, onClose, children, className = "w-[32rem]", bare = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    if (!current) return undefined;
    current.showModal();
    // Of itself it would go to the button that closes it.
    current.querySelector<HTMLElement>("input, textarea, select")?.focus();
    // Closing gives the focus back to where it was; being taken away does not.
    return () => current.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
      className={`floating m-auto mt-[12dvh] max-h-[76dvh] max-w-[calc(100vw-2rem)] overflow-hidden p-0 text-ink backdrop:bg-black/35 ${className}`}
    >
      {!bare && (
        <header className="flex items-center justify-between border-b border-line px-5 py-3">
          <h2 className="font-semibold">{label}</h2>
          <button type="button" aria-label={t("close")} className="grid size-8 place-items-center rounded-[7px] text-soft hover:bg-sunk" onClick={() => dialog.current?.close()}>
            <X size={17} aria-hidden />
          </button>
        </header>
      )}
      {children}
    </dialog>
  );
}
