import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { t } from "@/i18n/i18n";

/** Beside an address that people take elsewhere. */
export function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  const isCopied = copied === text;
  // Without HTTPS browsers give no clipboard.
  if (!isSecureContext) return null;
  const label = isCopied ? t("hook.copied") : t("hook.copy");
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="grid size-7 shrink-0 place-items-center rounded-[6px] text-soft hover:bg-sunk hover:text-ink"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text), () => undefined)}
    >
      {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
    </button>
  );
}
