import { LoaderCircle } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode } from "react";

const LOOKS = {
  primary: "bg-ink text-onink border-ink hover:bg-ink/85 disabled:hover:bg-ink",
  plain: "bg-card text-ink border-edge/70 hover:bg-sunk",
  quiet: "border-transparent text-soft hover:bg-sunk hover:text-ink",
  danger: "bg-card text-bad border-edge/70 hover:bg-bad-wash",
} as const;

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof LOOKS;
  icon?: ReactNode;
  /** Something was asked for and hasn't been answered; a second press does nothing. */
  busy?: boolean;
}

export function Button({ look = "plain", icon, busy = false, disabled, className = "", children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      className={`inline-flex h-9 items-center justify-center gap-2 rounded-[7px] border px-3.5 text-sm font-medium whitespace-nowrap transition-colors disabled:cursor-default disabled:opacity-55 ${LOOKS[look]} ${className}`}
    >
      {busy ? <LoaderCircle size={16} className="animate-spin motion-reduce:animate-none" aria-hidden /> : icon}
      {children}
    </button>
  );
}
