import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { indentUnit, StreamLanguage } from "@codemirror/language";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { EditorState, type Extension } from "@codemirror/state";
import { type Completing, javascriptCompletion, type Mode, pythonCompletion } from "./code-completion";
import { linting } from "./code-lint";
import type { Known } from "@/expressions/completion";

export const LANGUAGES = ["python", "javascript", "bash", "sql", "json", "html"] as const;

/** How a language is coloured, completed and linted. Those that few nodes have are fetched when they are first needed. */
export async function languageOf(name: string, known: () => Known, mode: () => Mode): Promise<Extension> {
  return [await grammarOf(name, known, mode), linting(name)];
}

async function grammarOf(name: string, known: () => Known, mode: () => Mode): Promise<Extension> {
  switch (name) {
    case "python":
      return [python(), indentUnit.of("    "), completing(pythonCompletion(known, mode))];
    case "bash":
      return StreamLanguage.define(shell);
    case "json":
      return json();
    case "sql":
      return (await import("@codemirror/lang-sql")).sql({ upperCaseKeywords: true });
    case "html":
      return (await import("@codemirror/lang-html")).html();
    default:
      return [javascript(), completing(javascriptCompletion(known, mode))];
  }
}

function completing(source: Completing): Extension {
  return EditorState.languageData.of(() => [{ autocomplete: source }]);
}
