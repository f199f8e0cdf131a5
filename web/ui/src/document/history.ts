import { applyAll } from "./apply";
import type { Command } from "./commands";
import type { Doc } from "./definition";
import { inverseAll } from "./inverse";

/** One thing that somebody did, and how to take it back. */
export interface Step {
  /** Of the catalogue of words. */
  label: string;
  back: readonly Command[];
  /** Steps with the same key that follow each other closely are one, such as the letters of a word. */
  merge: string | null;
  at: number;
}

export interface History {
  undo: readonly Step[];
  redo: readonly Step[];
}

export const NO_HISTORY: History = { undo: [], redo: [] };
const MOST = 200;
const ONE_STEP_MS = 1500;

/** With one more step; what was undone before can't come back after it. */
export function recorded(history: History, doc: Doc, commands: readonly Command[], label: string, merge: string | null, at: number): History {
  const back = inverseAll(doc, commands);
  if (back.length === 0) return history;
  const last = history.undo.at(-1);
  const joins = last !== undefined && merge !== null && last.merge === merge && at - last.at < ONE_STEP_MS && history.redo.length === 0;
  const step = { label, merge, at, back: joins ? [...back, ...last.back] : back };
  return { undo: [...(joins ? history.undo.slice(0, -1) : history.undo), step].slice(-MOST), redo: [] };
}

export interface Turn {
  commands: readonly Command[];
  history: History;
}

/** What to do to take the last step back, and the history after that; steps that others made void are passed over. */
export function undo(history: History, doc: Doc): Turn | null {
  return turn(history.undo, doc, (undo, step) => ({ undo, redo: [...history.redo, step] }));
}

export function redo(history: History, doc: Doc): Turn | null {
  return turn(history.redo, doc, (redo, step) => ({ redo, undo: [...history.undo, step] }));
}

function turn(steps: readonly Step[], doc: Doc, moved: (rest: readonly Step[], step: Step) => History): Turn | null {
  for (let place = steps.length - 1; place >= 0; place--) {
    const step = steps[place] as Step;
    if (applyAll(doc, step.back) === doc) continue;
    const other = { ...step, merge: null, back: inverseAll(doc, step.back) };
    return { commands: step.back, history: moved(steps.slice(0, place), other) };
  }
  return null;
}
