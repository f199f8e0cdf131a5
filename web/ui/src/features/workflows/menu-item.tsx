import type { LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";

interface Props {
  label: string;
  icon: LucideIcon;
  onSelect: () => void;
}

export function MenuItem({ label, icon: Icon, onSelect }: Props) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className="flex items-center gap-2.5 rounded-[6px] px-2 py-1.5 outline-none data-highlighted:bg-sunk">
      <Icon size={15} className="text-soft" aria-hidden />
      {label}
    </DropdownMenu.Item>
  );
}
