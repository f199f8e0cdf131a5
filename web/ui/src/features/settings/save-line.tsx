import { Check } from "lucide-react";
import { Button } from "@/components/button";

interface Props {
  label: string;
  busy: boolean;
  disabled: boolean;
  /** Said once it is done; empty: nothing. */
  done: string;
}

export function SaveLine({ label, busy, disabled, done }: Props) {
  return (
    <div className="flex items-center gap-3">
      <Button type="submit" busy={busy} disabled={disabled}>
        {label}
      </Button>
      <span role="status" className="flex items-center gap-1.5 text-sm text-good">
        {done !== "" && <Check size={15} aria-hidden />}
        {done}
      </span>
    </div>
  );
}
