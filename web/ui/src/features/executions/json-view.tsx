import { useMemo } from "react";
import { VirtualRows } from "@/components/virtual-rows";
import { t } from "@/i18n/i18n";
import { jsonLines, type Kind, type Piece } from "./json-lines";

const MOST = 100_000;
const ROW = 20;
const COLOURS: Record<Kind, string> = { key: "text-ink", string: "text-good", number: "text-run", word: "text-wait", mark: "text-faint" };

export function JsonView({ value }: { value: unknown }) {
  const lines = useMemo(() => jsonLines(value, MOST), [value]);
  return (
    <VirtualRows
      label={t("data.json")}
      count={lines.length}
      rowHeight={ROW}
      wide
      className="h-full py-2 font-mono text-[13px] leading-5"
      row={(index) => <Line pieces={lines[index] ?? []} />}
    />
  );
}

function Line({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <div className="px-4 whitespace-pre">
      {pieces.map((piece, index) => (
        <span key={index} className={COLOURS[piece.kind]}>
          {piece.text}
        </span>
      ))}
    </div>
  );
}
