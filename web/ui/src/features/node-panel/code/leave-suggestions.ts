import { closeCompletion } from "@codemirror/autocomplete";
import type { KeyBinding } from "@codemirror/view";

/** These keys are the page's, which runs the workflow; suggestions would stay over it. */
export const leaveSuggestions: KeyBinding = {
  key: "Mod-Enter",
  run: (view) => {
    closeCompletion(view);
    return false;
  },
};
