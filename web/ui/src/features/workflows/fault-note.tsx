import { t } from "@/i18n/i18n";
import type { JsonFault } from "@/lib/json-fault";

const AROUND = 24;

/** The line with the fault, and an arrow under it. */
export function FaultNote({ id, text, fault }: { id: string; text: string; fault: JsonFault }) {
  const line = text.split("\n")[fault.line - 1] ?? "";
  const from = Math.max(0, fault.column - 1 - AROUND);
  return (
    <div id={id} role="alert" className="mt-1.5 text-sm text-bad">
      <p>
        {t("json.fault", { line: fault.line, column: fault.column, message: fault.message })}
      </p>
      <pre className="mt-1 overflow-hidden rounded bg-bad-wash px-2 py-1 font-mono text-xs leading-4" aria-hidden>
        {line.slice(from, fault.column + AROUND)}
        {"\n"}
        {" ".repeat(fault.column - 1 - from)}↑
      </pre>
    </div>
  );
}
