import { useMutation } from "@tanstack/react-query";
import { Hand } from "lucide-react";
import { useId, useState } from "react";
import { decide, type Verdict, type WaitingRun } from "@/api/executions";
import { Button } from "@/components/button";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";
import type { Ask } from "./asks";
import { WaitingLinks } from "./waiting-links";
import { wordsOf } from "./waiting-words";

/** What may be decided, by what is waited for; the server has the last word. */
const VERDICTS: Record<WaitingRun["kind"], readonly Verdict[]> = {
  decision: ["retry", "skip", "continue", "fail"],
  approval: ["approve", "reject"],
  time: ["continue", "skip", "fail"],
  webhook: ["continue", "skip", "fail"],
  call: ["continue", "skip", "fail"],
};

/** Node runs that wait: what each waits for, and what can be done about it. */
export function Asking({ executionId, asks, most = 5 }: { executionId: string; asks: readonly Ask[]; most?: number }) {
  return (
    <>
      {asks.slice(0, most).map((ask) => (
        <One key={`${ask.nodeId} ${ask.runIndex} ${ask.since}`} executionId={executionId} ask={ask} />
      ))}
      {asks.length > most && <p className="floating px-3 py-2 text-sm text-soft">{t("decision.more", { count: asks.length - most })}</p>}
    </>
  );
}

function One({ executionId, ask }: { executionId: string; ask: Ask }) {
  const [said, say] = useState("");
  const [withData, showData] = useState(false);
  const [withLinks, showLinks] = useState(false);
  const answer = useMutation({ mutationFn: ({ verdict, data }: { verdict: Verdict; data?: string }) => decide(executionId, ask, verdict, data) });
  const approval = ask.kind === "approval";
  const done = answer.isPending || answer.isSuccess;
  const comment = approval && said.trim() !== "" ? JSON.stringify({ comment: said.trim() }) : "";
  return (
    <div role="group" aria-label={t("decision.label", { node: ask.name })} className="floating w-full max-w-2xl px-3 py-2 text-sm">
      <p className="flex gap-2">
        <Hand size={16} className="mt-0.5 shrink-0 text-wait" aria-hidden />
        <span className="max-h-40 min-w-0 overflow-y-auto whitespace-pre-line wrap-anywhere">
          <span className="font-medium">{ask.name}</span> {wordsOf(ask)}
        </span>
      </p>
      {approval && <Words label={t("decision.comment")} value={said} onChange={say} disabled={done} />}
      {!approval && withData && <Words label={t("decision.data")} value={said} onChange={say} disabled={done} code />}
      <div className="mt-2 flex flex-wrap gap-1.5">
        {VERDICTS[ask.kind].map((verdict, index) => (
          <Button
            key={verdict}
            className="h-7 px-2.5"
            look={index === 0 ? "primary" : "plain"}
            disabled={done || (verdict === "continue" && withData && fault(said) !== null)}
            title={t(`verdict.${verdict}.means`)}
            onClick={() => answer.mutate({ verdict, data: verdict === "continue" && withData ? said : comment })}
          >
            {t(`verdict.${verdict}`)}
          </Button>
        ))}
        {!approval && (
          <Button className="h-7 px-2.5" look="quiet" aria-expanded={withData} disabled={done} onClick={() => showData(!withData)}>
            {t("decision.withData")}
          </Button>
        )}
        {(approval || ask.kind === "webhook") && (
          <Button className="h-7 px-2.5" look="quiet" aria-expanded={withLinks} onClick={() => showLinks(!withLinks)}>
            {t(approval ? "decision.links" : "decision.link")}
          </Button>
        )}
      </div>
      {withLinks && <WaitingLinks executionId={executionId} ask={ask} />}
      {!approval && withData && fault(said) !== null && said.trim() !== "" && <p className="mt-1 text-bad">{fault(said)}</p>}
      {answer.error && (
        <div className="mt-2">
          <Trouble error={answer.error} />
        </div>
      )}
    </div>
  );
}

function fault(text: string): string | null {
  return text.trim() === "" ? "" : (jsonFault(text)?.message ?? null);
}

interface WordsProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  disabled: boolean;
  code?: boolean;
}

function Words({ label, value, onChange, disabled, code = false }: WordsProps) {
  const id = useId();
  return (
    <div className="mt-2">
      <label htmlFor={id} className="mb-0.5 block text-xs text-soft">
        {label}
      </label>
      <textarea
        id={id}
        rows={code ? 4 : 1}
        maxLength={code ? undefined : 10_000}
        spellCheck={!code}
        className={`field h-auto min-h-8 w-full py-1 ${code ? "font-mono text-xs" : "field-sizing-content"}`}
        value={value}
        disabled={disabled}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={(event) => event.stopPropagation()}
      />
    </div>
  );
}
