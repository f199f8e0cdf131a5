import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { t } from "@/i18n/i18n";

/** An editor within a page's field. */
export interface Mounted {
  view: EditorView;
  /** Replace the text, as nobody's typing. */
  setValue: (value: string) => void;
  /** What a screen reader says: what the field is called, something beside that, and whether the value is wrong. */
  describe: (label: string, note: string, invalid: boolean) => void;
  destroy: () => void;
}

interface Options {
  value: string;
  onChange: (text: string) => void;
}

const NOTE = "note";
const HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

/** CodeMirror in a shadow root of its own: there its styles need no leave of the page's content policy. */
export function mount(host: HTMLElement, extensions: Extension, { value, onChange }: Options): Mounted {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const note = document.createElement("div");
  note.id = NOTE;
  note.style.cssText = HIDDEN;
  root.append(note);
  const description = new Compartment();
  let quiet = false;
  const view = new EditorView({
    root,
    parent: root as unknown as HTMLElement,
    state: EditorState.create({
      doc: value,
      extensions: [
        extensions,
        phrases(),
        description.of([]),
        EditorView.contentAttributes.of({ "aria-describedby": NOTE, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    view,
    setValue: (text) => {
      if (view.state.doc.toString() === text) return;
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      quiet = false;
    },
    describe: (label, words, invalid) => {
      note.textContent = words;
      view.dispatch({ effects: description.reconfigure(EditorView.contentAttributes.of({ "aria-label": label, "aria-invalid": String(invalid) })) });
    },
    destroy: () => {
      view.destroy();
      note.remove();
    },
  };
}

/** CodeMirror's own words. */
function phrases(): Extension {
  return EditorState.phrases.of({
    Completions: t("code.completions"),
    Find: t("code.find"),
    Replace: t("code.replaceWith"),
    next: t("code.next"),
    previous: t("code.previous"),
    all: t("code.all"),
    "match case": t("code.matchCase"),
    "by word": t("code.byWord"),
    regexp: t("code.regexp"),
    replace: t("code.replace"),
    "replace all": t("code.replaceAll"),
    close: t("close"),
    Diagnostics: t("code.faults"),
    "No diagnostics": t("code.noFaults"),
    "$ unchanged lines": t("code.unchanged"),
  });
}
