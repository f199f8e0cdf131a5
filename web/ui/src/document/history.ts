import { inverseAll } from "./inverse";
import * as q from "./queue";
import { type Step, type StepName, stepOf } from "./step";
import type { Command } from "./commands";

/** The newest step on the tape that can be taken back, of this person in whichever tab. */
export interface Offer {
  name: StepName;
  /** What taking it back would do; null while only the server knows. */
  edits: readonly Command[] | null;
  /** Of the step, where it was made here. */
  stepId: string | null;
}

/** What the tape offers, as it last said, and the steps that were taken back before they got there. */
export interface History {
  undo: Offer | null;
  redo: Offer | null;
  /** The next to be done again is the last. */
  withdrawn: readonly Step[];
}

export const NO_HISTORY: History = { undo: null, redo: null, withdrawn: [] };

export interface Moved {
  queue: q.Queue;
  history: History;
}

/** What people can do next, by its name; "" where it has none. */
export interface Next {
  undo: StepName | null;
  redo: StepName | null;
}

export function next({ undo, redo, withdrawn }: History, { steps }: q.Queue): Next {
  const last = steps.at(-1);
  const again = withdrawn.at(-1)?.name ?? null;
  if (!last) return { undo: undo?.name ?? null, redo: redo?.name ?? again };
  if (last.kind === "edit") return { undo: last.name ?? "", redo: again };
  return { undo: "", redo: last.kind === "undo" ? (last.name ?? "") : again };
}

/** Take back the newest: what isn't sent is only let go, what may be on the tape is taken back there. Null: there is nothing. */
export function undo(history: History, queue: q.Queue): Moved | null {
  const last = queue.steps.at(-1);
  if (last && !last.tried && last.kind === "edit") return { queue: letGo(queue), history: { ...history, withdrawn: [...history.withdrawn, last] } };
  if (last && !last.tried && last.kind === "redo") return { queue: letGo(queue), history };
  if (!last) return history.undo && turned("undo", history, queue, history.undo.edits, history.undo.name);
  return turned("undo", history, queue, last.kind === "edit" ? back(queue) : null, last.kind === "edit" ? last.name : null);
}

/** Do again what was taken back last. */
export function redo(history: History, queue: q.Queue): Moved | null {
  const last = queue.steps.at(-1);
  if (last && !last.tried && last.kind === "undo") return { queue: letGo(queue), history };
  if (last?.kind === "undo") return turned("redo", history, queue, back(queue), last.name);
  if (history.redo && last?.kind !== "edit") return turned("redo", history, queue, last ? null : history.redo.edits, history.redo.name);
  const again = history.withdrawn.at(-1);
  if (!again) return null;
  const steps = [...queue.steps, stepOf({ kind: "edit", name: again.name, commands: again.commands })];
  return { queue: q.holding(queue, steps), history: { ...history, withdrawn: history.withdrawn.slice(0, -1) } };
}

/** Somebody did something new: what was taken back before can't come again. */
export function done(history: History): History {
  return { ...history, redo: null, withdrawn: [] };
}

/** The first step of the queue is on the tape, on `under`; `alone`: nobody else did anything in between. */
export function stored(history: History, step: Step, under: q.Queue["base"], alone: boolean): History {
  const before = history.undo;
  const edits = inverseAll(under, step.commands);
  const joins = alone && before?.edits && before.stepId === step.stepId;
  return { ...history, undo: { name: step.name ?? "", stepId: step.stepId, edits: joins ? [...edits, ...(before.edits ?? [])] : edits }, redo: null };
}

/** Others did something: what taking back would do is for the server to say. */
export function unsure({ undo, redo, withdrawn }: History): History {
  return { undo: undo && { ...undo, edits: null }, redo: redo && { ...redo, edits: null }, withdrawn };
}

function letGo(queue: q.Queue): q.Queue {
  return q.holding(queue, queue.steps.slice(0, -1));
}

/** What takes the last step back. */
function back(queue: q.Queue): Command[] {
  const before = q.shown(queue.base, queue.steps.slice(0, -1));
  return inverseAll(before, queue.steps.at(-1)?.commands ?? []);
}

function turned(kind: "undo" | "redo", history: History, queue: q.Queue, edits: readonly Command[] | null, name: StepName | null): Moved {
  const step = stepOf({ kind, name, commands: q.effective(queue.doc, edits ?? []) });
  return { queue: q.holding(queue, [...queue.steps, step]), history };
}
