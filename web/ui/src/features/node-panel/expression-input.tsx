import { type RefObject, useEffect, useRef, useState } from "react";
import type { Known } from "@/expressions/completion";
import type { ExpressionFault } from "@/expressions/lexer";
import type { Mounted } from "./code/mount";
import { aimAt, textareaTarget } from "./insertion";

export interface ExpressionInputProps {
  id?: string;
  label: string;
  /** What is to be said beside the label. */
  note: string;
  invalid: boolean;
  value: string;
  placeholder: string;
  oneLine?: boolean;
  /** In a dialog of its own, where it takes the focus. */
  large?: boolean;
  known: () => Known;
  onChange: (text: string) => void;
  onFault: (fault: ExpressionFault | null) => void;
}

type Module = typeof import("./code/expression-editor");

let module: Module | null = null;
async function load(): Promise<Module> {
  module ??= await import("./code/expression-editor");
  return module;
}
// Fetched before it is needed: by then the connection may be gone.
setTimeout(() => void load().catch(() => null), 500);

/** Text that may hold expressions: CodeMirror, and a plain field until that is here. */
export function ExpressionInput(props: ExpressionInputProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const editor = useEditor(area);
  return editor ? <Rich {...props} editor={editor} /> : <Plain {...props} area={area} />;
}

/** Not exchanged while somebody types. */
function useEditor(area: RefObject<HTMLTextAreaElement | null>): Module | null {
  const [ready, setReady] = useState(module);
  useEffect(() => {
    let gone = false;
    const swap = (loaded: Module) => {
      if (!gone) setReady(loaded);
    };
    void load().then(
      (loaded) => {
        if (area.current && document.activeElement === area.current) area.current.addEventListener("blur", () => swap(loaded), { once: true });
        else swap(loaded);
      },
      () => null,
    );
    return () => {
      gone = true;
    };
  }, [area]);
  return ready;
}

const LOOK = "field min-w-0 text-sm";

function Plain({ id, label, invalid, value, placeholder, large, onChange, area }: ExpressionInputProps & { area: RefObject<HTMLTextAreaElement | null> }) {
  return (
    <textarea
      ref={area}
      id={id}
      aria-label={label}
      aria-invalid={invalid}
      rows={large ? 10 : Math.min(8, Math.max(1, value.split("\n").length))}
      spellCheck={false}
      className={`${LOOK} block resize-none leading-5 field-sizing-content`}
      value={value}
      placeholder={placeholder}
      onFocus={(event) => aimAt(textareaTarget(event.currentTarget))}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Rich({ id, label, note, invalid, value, placeholder, oneLine = false, large = false, known, onChange, onFault, editor }: ExpressionInputProps & { editor: Module }) {
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<Mounted | null>(null);
  const latest = useRef({ value, known, onChange, onFault });
  useEffect(() => {
    latest.current = { value, known, onChange, onFault };
  });
  useEffect(() => {
    const { current } = host;
    if (!current) return undefined;
    const made = editor.expressionEditor(current, {
      label,
      placeholder,
      oneLine,
      large,
      value: latest.current.value,
      known: () => latest.current.known(),
      onChange: (text) => latest.current.onChange(text),
      onFault: (fault) => latest.current.onFault(fault),
    });
    mounted.current = made;
    // After the dialog, which is shown later than what is in it.
    if (large) queueMicrotask(() => made.view.focus());
    return () => made.destroy();
  }, [editor, label, placeholder, oneLine, large]);
  useEffect(() => mounted.current?.setValue(value), [value]);
  useEffect(() => mounted.current?.describe(note, invalid), [note, invalid, label]);
  const aim = () => {
    const view = mounted.current?.view;
    if (!view) return;
    aimAt({
      insert: (expression) => {
        if (!view.dom.isConnected) return false;
        editor.insertExpression(view, expression);
        view.focus();
        return true;
      },
    });
  };
  const expression = /\{\{/.test(value);
  return (
    <div
      ref={host}
      id={id}
      data-expression={expression || undefined}
      aria-invalid={invalid}
      className={`${LOOK} overflow-hidden p-0 focus-within:border-run focus-within:outline-2 focus-within:outline-run/40 ${large ? "h-[26dvh]" : ""}`}
      onFocus={aim}
    />
  );
}
