import { useEffect, useRef } from "react";
import { type CodeEditor, codeEditor } from "./code-editor";
import type { CodeFieldProps } from "./plain-code";

/** CodeMirror, in a shadow root of its own: there its styles need no leave of the page's content policy. */
export function CodeField({ id, label, describedBy, language, value, nodeNames, onChange }: CodeFieldProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  const latest = useRef({ onChange, nodeNames });
  useEffect(() => {
    latest.current = { onChange, nodeNames };
  });
  useEffect(() => {
    const { current } = host;
    if (!current) return;
    const made = codeEditor(current, { label, onChange: (code) => latest.current.onChange(code), nodeNames: () => latest.current.nodeNames });
    editor.current = made;
    return () => made.destroy();
  }, [label]);
  useEffect(() => editor.current?.setLanguage(language), [language, label]);
  useEffect(() => editor.current?.setValue(value), [value, label]);
  return <div ref={host} id={id} aria-describedby={describedBy} data-code className="field h-72 resize-y overflow-hidden p-0 focus-within:border-run" />;
}
