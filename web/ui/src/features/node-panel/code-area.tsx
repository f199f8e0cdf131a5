import { type RefObject, useEffect, useRef } from "react";
import type { Known } from "@/expressions/completion";
import { t } from "@/i18n/i18n";
import { type CodeEditor, codeEditor } from "./code/code-editor";
import type { CodeFieldProps } from "./form-context";

interface Props extends CodeFieldProps {
  className: string;
  /** It takes the focus. */
  focused?: boolean;
  editorRef: RefObject<CodeEditor | null>;
  /** What it is compared with. */
  original: string | null;
}

const NOTHING: Known = { item: null, nodes: new Map(), waiting: [], timezone: "UTC" };

/** CodeMirror for code. */
export function CodeArea({ id, label, note = "", invalid, language, value, context, onChange, className, focused = false, editorRef, original }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ value, context, onChange });
  useEffect(() => {
    latest.current = { value, context, onChange };
  });
  useEffect(() => {
    const { current } = host;
    if (!current) return undefined;
    const made = codeEditor(current, {
      value: latest.current.value,
      known: () => latest.current.context.world?.known() ?? NOTHING,
      mode: () => (latest.current.context.parameters["mode"] === "each" ? "each" : "all"),
      onChange: (code) => latest.current.onChange(code),
    });
    editorRef.current = made;
    // After the dialog, which is shown later than what is in it.
    if (focused) queueMicrotask(() => made.view.focus());
    return () => made.destroy();
  }, [editorRef, focused]);
  useEffect(() => editorRef.current?.setLanguage(language), [editorRef, language]);
  useEffect(() => editorRef.current?.setValue(value), [editorRef, value]);
  useEffect(() => editorRef.current?.compareWith(original), [editorRef, original]);
  useEffect(() => editorRef.current?.describe(label, `${note} ${t("code.leaving")}`, invalid), [editorRef, label, note, invalid]);
  return <div ref={host} id={id} data-code className={`field overflow-hidden p-0 focus-within:border-run ${className}`} />;
}
