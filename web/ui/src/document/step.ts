import { appended, type Command } from "./commands";

/** What a step is called: a word of the catalogue, or types of events and how many of each. */
export type StepName = string | Readonly<Record<string, number>>;

/** One thing that somebody did: edits, or the taking back of what the tape has. */
export interface Step {
  /** Its requests are known by it: sent twice, it happens once. */
  id: string;
  /** Several in a row with the same are undone together, such as the letters of a word. */
  stepId: string;
  kind: "edit" | "undo" | "redo";
  name: StepName | null;
  /** Of an undo or redo: as far as it is known before the server says. */
  commands: readonly Command[];
  /** It has been on its way, and may have arrived. */
  tried: boolean;
  /** Leave the step on the tape as it is, and pass it over. */
  skip: boolean;
}

export function stepOf(fields: Partial<Step> & Pick<Step, "kind" | "name" | "commands">): Step {
  const id = crypto.randomUUID();
  return { id, stepId: id, tried: false, skip: false, ...fields };
}

/** The steps with some more edits at their end, which go into the last one where they belong to it. */
export function withEdits(steps: readonly Step[], more: Step): readonly Step[] {
  const last = steps.at(-1);
  if (!last || last.tried || last.kind !== "edit" || last.stepId !== more.stepId) return [...steps, more];
  return [...steps.slice(0, -1), { ...last, commands: more.commands.reduce(appended, last.commands) }];
}
