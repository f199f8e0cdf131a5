import { t } from "@/i18n/i18n";
import { compareLines, type Line } from "./lines";

/** Lines that stayed are shown around what changed. */
const AROUND = 3;
const SIGN = { same: " ", gone: "−", new: "+" } as const;
const LOOK = { same: "", gone: "bg-bad-wash text-bad", new: "bg-good-wash text-good" } as const;

/** Two texts in one, line by line. */
export function TextDiff({ before, after }: { before: string; after: string }) {
  return (
    <div className="overflow-x-auto rounded-[7px] border border-line bg-card py-1 font-mono text-[13px] leading-5">
      <div className="w-max min-w-full">
        {folded(compareLines(before, after)).map((part, place) =>
          typeof part === "number" ? (
            <div key={place} className="bg-sunk px-3 text-xs leading-6 text-faint">
              {t("diff.same", { count: part })}
            </div>
          ) : (
            <div key={place} data-line={part.kind} className={`px-3 whitespace-pre ${LOOK[part.kind]}`}>
              <span className="inline-block w-5 select-none">{SIGN[part.kind]}</span>
              {part.text}
            </div>
          ),
        )}
      </div>
    </div>
  );
}

/** Long stretches that stayed become the number of their lines. */
function folded(lines: readonly Line[]): (Line | number)[] {
  const near = new Set(lines.flatMap(({ kind }, place) => (kind === "same" ? [] : Array.from({ length: 2 * AROUND + 1 }, (_, step) => place + step - AROUND))));
  const parts: (Line | number)[] = [];
  lines.forEach((line, place) => {
    const last = parts.at(-1);
    if (near.has(place)) parts.push(line);
    else if (typeof last === "number") parts[parts.length - 1] = last + 1;
    else parts.push(1);
  });
  return parts;
}
