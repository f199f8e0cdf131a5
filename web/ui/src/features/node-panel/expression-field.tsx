import { Maximize2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog } from "@/components/dialog";
import type { Finding } from "@/expressions/lexer";
import { faultWords } from "@/expressions/words";
import { t } from "@/i18n/i18n";
import { bareExpression, braced } from "./bare-expression";
import { ExpressionInput } from "./expression-input";
import { FieldFrame } from "./field-frame";
import { PreviewNote } from "./preview-note";
import { SampleStepper } from "./sample-stepper";
import { usePreview } from "./use-preview";
import type { World } from "./world";

interface AreaProps {
  id?: string;
  label: string;
  note?: string | undefined;
  invalid?: boolean;
  value: string;
  placeholder?: string;
  oneLine?: boolean;
  large?: boolean;
  world: World;
  onChange: (text: string) => void;
  onFinding?: (finding: Finding) => void;
}

/** An expression, and below it what it comes to or what is wrong. */
export function ExpressionArea({ world, value, invalid = false, note = "", placeholder = t("form.expressionPlaceholder"), large = false, onFinding, ...rest }: AreaProps) {
  const shown = usePreview(value, world);
  const [found, find] = useState<Finding>(null);
  const finding = shown?.kind === "value" ? null : found;
  const wrong = finding !== null && finding !== "writing";
  return (
    <div className="min-w-0 flex-1">
      <ExpressionInput
        {...rest}
        large={large}
        value={value}
        note={`${wrong ? faultWords(finding) : note} ${t("expression.keys")}`}
        invalid={invalid || wrong}
        placeholder={placeholder}
        known={world.known}
        onFinding={(now) => {
          find(now);
          onFinding?.(now);
        }}
      />
      <PreviewNote shown={shown} finding={finding} large={large} />
      <BareNote text={value} onBraces={rest.onChange} />
    </div>
  );
}

/** Said where somebody forgot the braces: as text it would be another value, and a condition that always holds. */
function BareNote({ text, onBraces }: { text: string; onBraces: (text: string) => void }) {
  const bare = bareExpression(text);
  if (!bare) return null;
  return (
    <p role="status" className="mt-1 text-xs leading-4 text-wait">
      {t("expression.bare")}{" "}
      {bare.whole && (
        <button type="button" className="underline underline-offset-2 hover:text-ink" onClick={() => onBraces(braced(text))}>
          {t("expression.brace")}
        </button>
      )}
    </p>
  );
}

interface Props extends AreaProps {
  hint: string | undefined;
  fault: string | undefined;
  aside: ReactNode;
}

/** A parameter that may hold expressions. */
export function ExpressionField({ hint, fault, aside, ...area }: Props) {
  const [wrong, setWrong] = useState(false);
  const [expanded, expand] = useState(false);
  const { label, value, world, onChange } = area;
  return (
    <FieldFrame
      label={label}
      hint={hint}
      fault={wrong && fault !== undefined ? undefined : fault}
      aside={
        <span className="flex items-center gap-1">
          {aside}
          <button type="button" className={`grid size-6 place-items-center rounded text-faint hover:bg-sunk hover:text-ink focus-visible:opacity-100 ${value.includes("{{") ? "" : "opacity-0 group-focus-within/field:opacity-100 group-hover/field:opacity-100"}`} aria-label={t("expression.expandOf", { label })} title={t("expression.expand")} onClick={() => expand(true)}>
            <Maximize2 size={13} aria-hidden />
          </button>
        </span>
      }
    >
      {({ id, invalid }) => (
        <>
          <ExpressionArea {...area} id={id} note={fault ?? hint} invalid={invalid} onFinding={(found) => setWrong(found !== null)} />
          {expanded && (
            <Dialog label={label} onClose={() => expand(false)} className="w-[56rem]">
              <div className="max-h-[calc(76dvh-3.6rem)] overflow-y-auto p-4 pt-2">
                <SampleStepper world={world} />
                <div className="mt-2">
                  <ExpressionArea label={label} value={value} world={world} onChange={onChange} large />
                </div>
              </div>
            </Dialog>
          )}
        </>
      )}
    </FieldFrame>
  );
}
