import { type Changed, sendCommands, takeBack, undoable, type Undoable, type UndoableStep } from "@/api/edits";
import type { Offer } from "./history";
import type { Answer, Offers, Remote } from "./open-state";
import { commandsOf } from "./queue";
import type { Step } from "./step";

/** A workflow's edits, as the server takes them. */
export function remoteOf(workflowId: string): Omit<Remote, "load"> {
  return {
    send: async (version, step) => (step.kind === "edit" ? edited(workflowId, version, step) : turned(workflowId, version, step, step.kind)),
    offers: async () => offersOf(await undoable(workflowId)),
  };
}

async function edited(workflowId: string, expected_version: number, { id, stepId, commands }: Step): Promise<Answer> {
  return answerOf(await sendCommands(workflowId, { expected_version, batch_id: id, step_id: stepId, commands }));
}

async function turned(workflowId: string, expected_version: number, { id, skip }: Step, direction: "undo" | "redo"): Promise<Answer> {
  const answer = await takeBack(workflowId, direction, { expected_version, batch_id: id, skip });
  return { ...answerOf(answer), offers: offersOf(answer) };
}

function answerOf({ version, problems, events, definition_version }: Changed): Answer {
  return { version, problems, events, definitionVersion: definition_version };
}

function offersOf({ undo, redo }: Pick<Undoable, "undo" | "redo">): Offers {
  return { undo: offerOf(undo), redo: offerOf(redo) };
}

function offerOf(step: UndoableStep | null): Offer | null {
  return step && { name: step.changes, edits: step.edits && commandsOf(step.edits), stepId: null };
}
