import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Known } from "@/expressions/completion";
import type { Finding } from "@/expressions/lexer";
import type { Mounted } from "./code/mount";
import { TAKES_FIELDS } from "./field-drag";
import { aimAt, type Target, textareaTarget } from "./insertion";

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
  onFinding: (finding: Finding) => void;
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
  const leftRef = useRef<Left | null>(null);
  const shownRef = useRef<Target | null>(null);
  const editor = useEditor(area, props.large ?? false);
  const aim = () => aimAt({ insert: (expression) => shownRef.current?.insert(expression) ?? false });
  return editor ? <Rich {...props} editor={editor} leftRef={leftRef} shownRef={shownRef} aim={aim} /> : <Plain {...props} area={area} leftRef={leftRef} shownRef={shownRef} aim={aim} />;
}

/** How somebody left the plain field when the editor took its place. */
interface Left {
  from: number;
  to: number;
  focused: boolean;
}

/** `shownRef`: what expressions go into now, which `aim` makes the page's choice. */
interface Aiming {
  leftRef: RefObject<Left | null>;
  shownRef: RefObject<Target | null>;
  aim: () => void;
}

/** Once the field comes into view, since a long form has many; and not while somebody types in it. */
function useEditor(area: RefObject<HTMLTextAreaElement | null>, atOnce: boolean): Module | null {
  const [ready, setReady] = useState(atOnce ? module : null);
  useEffect(() => {
    const { current } = area;
    if (!current) return undefined;
    let gone = false;
    const swap = (loaded: Module) => {
      if (gone) return;
      if (document.activeElement === current) current.addEventListener("blur", () => setReady(loaded), { once: true });
      else setReady(loaded);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        void load().then(swap, () => null);
      },
      { rootMargin: "300px" },
    );
    observer.observe(current);
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, [area]);
  return ready;
}

function goOn({ view }: Mounted, { from, to, focused }: Left): void {
  const { length } = view.state.doc;
  view.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) } });
  if (focused) view.focus();
}

const LOOK = "field min-w-0 text-sm";

function Plain({ id, label, invalid, value, placeholder, large, onChange, area, leftRef, shownRef, aim }: ExpressionInputProps & Aiming & { area: RefObject<HTMLTextAreaElement | null> }) {
  useLayoutEffect(() => {
    const { current } = area;
    if (!current) return undefined;
    shownRef.current = textareaTarget(current);
    return () => {
      leftRef.current = { from: current.selectionStart, to: current.selectionEnd, focused: document.activeElement === current };
    };
  }, [area, leftRef, shownRef]);
  return (
    <textarea
      ref={area}
      id={id}
      data-plain
      {...TAKES_FIELDS}
      aria-label={label}
      aria-invalid={invalid}
      rows={large ? 10 : Math.min(8, Math.max(1, value.split("\n").length))}
      spellCheck={false}
      className={`${LOOK} block resize-none leading-5 field-sizing-content`}
      value={value}
      placeholder={placeholder}
      onFocus={aim}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Rich({ id, label, note, invalid, value, placeholder, oneLine = false, large = false, known, onChange, onFinding, editor, leftRef, shownRef, aim }: ExpressionInputProps & Aiming & { editor: Module }) {
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<Mounted | null>(null);
  const latest = useRef({ value, known, onChange, onFinding });
  useEffect(() => {
    latest.current = { value, known, onChange, onFinding };
  });
  // In the plain field's own place, before another key can be pressed.
  useLayoutEffect(() => {
    const { current } = host;
    if (!current) return undefined;
    const made = editor.expressionEditor(current, {
      placeholder,
      oneLine,
      large,
      value: latest.current.value,
      known: () => latest.current.known(),
      onChange: (text) => latest.current.onChange(text),
      onFinding: (finding) => latest.current.onFinding(finding),
    });
    mounted.current = made;
    shownRef.current = editor.target(made.view);
    if (leftRef.current) goOn(made, leftRef.current);
    leftRef.current = null;
    // After the dialog, which is shown later than what is in it.
    if (large) queueMicrotask(() => made.view.focus());
    return () => made.destroy();
  }, [editor, placeholder, oneLine, large, leftRef, shownRef]);
  useEffect(() => mounted.current?.setValue(value), [value]);
  useLayoutEffect(() => mounted.current?.describe(label, note, invalid), [label, note, invalid]);
  const expression = /\{\{/.test(value);
  return (
    <div
      ref={host}
      id={id}
      data-expression={expression || undefined}
      {...TAKES_FIELDS}
      aria-invalid={invalid}
      className={`${LOOK} overflow-hidden p-0 focus-within:border-run focus-within:outline-2 focus-within:outline-run/40 ${large ? "h-[26dvh]" : ""}`}
      onFocus={aim}
    />
  );
}
