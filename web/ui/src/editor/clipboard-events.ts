import { useEffect } from "react";
import type { ClipboardDeeds } from "./clipboard-actions";
import { takesText } from "./focus";

/** Ctrl-C, -X and -V, and the browser's own menu. */
export function useClipboardEvents({ copied, cut, paste }: ClipboardDeeds): void {
  useEffect(() => {
    const mine = () => document.querySelector("dialog:modal") === null && !takesText(document.activeElement);
    const copy = (event: ClipboardEvent) => {
      if (!mine() || getSelection()?.isCollapsed === false) return;
      const text = copied();
      if (text === null) return;
      event.preventDefault();
      event.clipboardData?.setData("text/plain", text);
      if (event.type === "cut") cut();
    };
    const insert = (event: ClipboardEvent) => {
      if (mine() && paste(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
    };
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", insert);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", insert);
    };
  }, [copied, cut, paste]);
}
