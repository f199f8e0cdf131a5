import type { Workflow, WorkflowProblem } from "@/api/workflows";
import type { Command } from "./commands";
import type { Doc } from "./definition";
import type { WorkflowEvent } from "./events";
import type * as h from "./history";
import type * as q from "./queue";
import type { Step } from "./step";

/** `gone`: the server says that there is no such workflow for this person, as when somebody archived it. */
export type SaveState = "saved" | "saving" | "offline" | "gone" | "conflict";

export interface OpenState {
  doc: Doc;
  version: number;
  problems: readonly WorkflowProblem[];
  /** When the definition changed last, as far as the server has it. */
  definitionVersion: number;
  status: SaveState;
  /** Steps that the server doesn't have. */
  waiting: number;
  conflict: q.Collision | null;
  /** Edits that the server won't take, and why. */
  refusal: { commands: readonly Command[]; message: string } | null;
  /** What would be taken back, and done again. */
  next: h.Next;
  /** What could not be taken back, and why. */
  standoff: Standoff | null;
}

export interface Standoff {
  direction: "undo" | "redo";
  /** What others did to the same; null: nobody knows while the server is away. */
  theirs: readonly WorkflowEvent[] | null;
}

/** What the tape offers to take back. */
export type Offers = Pick<h.History, "undo" | "redo">;

export interface Answer extends q.Stored {
  problems: readonly WorkflowProblem[];
  definitionVersion: number;
  /** After an undo or redo. */
  offers?: Offers;
}

/** The server, as far as an open workflow needs it. */
export interface Remote {
  send: (version: number, step: Step) => Promise<Answer>;
  offers: () => Promise<Offers>;
  load: () => Promise<Workflow>;
}
