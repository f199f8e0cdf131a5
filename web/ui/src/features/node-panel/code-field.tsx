import { Maximize2, WandSparkles } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Dialog } from "@/components/dialog";
import { t } from "@/i18n/i18n";
import type { CodeEditor } from "./code/code-editor";
import { CodeArea } from "./code-area";
import { ComparePick, useOriginal } from "./compare-pick";
import { Console } from "./console";
import type { CodeFieldProps } from "./form-context";

/** Code with what can be done with it; its large form has what it printed in the run that is shown beside it. */
export function CodeField(props: CodeFieldProps) {
  const [expanded, expand] = useState(false);
  const [opened] = useState(props.value);
  return (
    <>
      <Workbench {...props} opened={opened} className="h-72 resize-y">
        <Tool label={t("code.expand")} icon={<Maximize2 size={14} aria-hidden />} onClick={() => expand(true)} />
      </Workbench>
      {expanded && (
        <Dialog label={props.label} onClose={() => expand(false)} className="mt-[3dvh]! h-[94dvh] max-h-[94dvh]! w-[min(100rem,calc(100vw-2rem))]">
          <div className="flex h-[calc(94dvh-3.6rem)] gap-3 p-3 max-lg:flex-col">
            <div className="flex min-h-0 min-w-0 flex-[2] flex-col">
              <Workbench {...props} id={`${props.id}-large`} opened={opened} className="min-h-0 flex-1" focused>
                {props.context.tools}
              </Workbench>
              <Leaving />
            </div>
            {props.context.place && <Console place={props.context.place} className="min-h-0 flex-1" />}
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Below the editor, and below what is wrong with its code. */
export function CodeFoot({ place }: Pick<CodeFieldProps["context"], "place">) {
  return (
    <>
      <Leaving />
      {place && <Console place={place} className="mt-2 h-32" />}
    </>
  );
}

function Leaving() {
  return <p className="mt-1 text-xs text-faint">{t("code.leaving")}</p>;
}

interface WorkbenchProps extends CodeFieldProps {
  /** The code as it was when the panel was opened. */
  opened: string;
  className: string;
  focused?: boolean;
  children: ReactNode;
}

function Workbench({ opened, children, ...props }: WorkbenchProps) {
  const editor = useRef<CodeEditor | null>(null);
  const [compared, compare] = useState("");
  const original = useOriginal(props.context.place, props.path, compared, opened);
  return (
    <>
      <div role="toolbar" aria-label={t("code.tools")} className="mb-1 flex flex-wrap items-center gap-1">
        <Tool label={tidying(props.language)} icon={<WandSparkles size={14} aria-hidden />} onClick={() => editor.current?.tidy()}>
          {t("code.tidy")}
        </Tool>
        <ComparePick place={props.context.place} value={compared} onChange={compare} />
        <span className="ml-auto flex items-center">{children}</span>
      </div>
      <CodeArea {...props} editorRef={editor} original={original} />
    </>
  );
}

/** What putting it in order does, language by language. */
function tidying(language: string): string {
  if (language === "json") return t("code.tidyJson");
  return language === "javascript" || language === "html" ? t("code.tidyIndent") : t("code.tidySpaces");
}

function Tool({ label, icon, onClick, children }: { label: string; icon: ReactNode; onClick: () => void; children?: ReactNode }) {
  return (
    <button type="button" aria-label={children === undefined ? label : undefined} title={label} onClick={onClick} className="inline-flex h-7 items-center gap-1.5 rounded-[6px] px-1.5 text-xs text-soft hover:bg-sunk hover:text-ink">
      {icon}
      {children}
    </button>
  );
}
