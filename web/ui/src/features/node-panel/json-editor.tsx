import { lazy, Suspense, useRef } from "react";
import type { CodeEditor } from "./code/code-editor";
import type { CodeFieldProps } from "./form-context";
import { PlainCode } from "./plain-code";

const CodeArea = lazy(() =>
  import("./code-area").then(
    (module) => ({ default: module.CodeArea }),
    () => ({ default: PlainCode }),
  ),
);

/** A value as JSON, in the code editor where that can be had. */
export function JsonEditor(props: CodeFieldProps) {
  const editor = useRef<CodeEditor | null>(null);
  return (
    <Suspense fallback={<PlainCode {...props} />}>
      <CodeArea {...props} className="h-36 resize-y" editorRef={editor} original={null} />
    </Suspense>
  );
}
