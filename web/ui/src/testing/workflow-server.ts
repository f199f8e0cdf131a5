import { Problem, Unreachable } from "@/api/problem";
import type { Workflow, WorkflowProblem } from "@/api/workflows";
import { apply } from "@/document/apply";
import type { Command } from "@/document/commands";
import { definitionOf, type Doc } from "@/document/definition";
import type { WorkflowEvent } from "@/document/events";
import { inverseAll } from "@/document/inverse";
import { shelfOf } from "@/document/kept";
import { OpenWorkflow } from "@/document/open";
import type { Answer } from "@/document/open-state";
import { changes, touches } from "@/document/parts";
import type { Step } from "@/document/step";
import { EMPTY } from "./workflows";

const PACE = { gather: 1, first: 1, longest: 5 };

/** The server's rules over a workflow in memory; `mood` may refuse, or lose the answer after the edits are stored. */
export class WorkflowServer {
  doc: Doc = EMPTY;
  events: { version: number; command: Command | null; batch: string }[] = [];
  version = 1;
  batches: number[] = [];
  problems: WorkflowProblem[] = [];
  mood: "well" | "away" | "archived" | "answer lost" = "well";
  /** Of the person whose workflow is open: what each step was made of, and how it is taken back. */
  steps: { stepId: string; back: readonly Command[] }[] = [];
  undone: { back: readonly Command[] }[] = [];

  send = async (expected: number, step: Step): Promise<Answer> => {
    if (this.mood === "away") throw new Unreachable("away");
    if (this.mood === "archived") throw new Problem(404, "Not Found", "there is no such workflow", "not_found", [], null, {});
    this.batches.push(step.commands.length);
    const before = this.events.filter(({ batch }) => batch === step.id).at(-1);
    const since = this.events.filter(({ version }) => version > expected);
    if (!before) this.stores(step, since);
    if (this.mood === "answer lost") {
      this.mood = "well";
      throw new Unreachable("lost");
    }
    const events = since.filter(({ batch }) => batch !== step.id).map(event);
    return { version: before?.version ?? this.version, problems: [], definitionVersion: this.version, events, ...(step.kind === "edit" ? {} : { offers: await this.offers() }) };
  };

  private stores(step: Step, since: WorkflowServer["events"]): void {
    const from = this.steps.at(-1);
    const [steps, other] = step.kind === "redo" ? [this.undone, this.steps] : [this.steps, this.undone];
    const commands = step.kind === "edit" ? step.commands : (steps.at(-1)?.back ?? []);
    const parts = new Set((step.kind === "edit" ? since : this.events.filter(({ batch }) => batch === "")).flatMap(({ command }) => (command ? changes(command) : [])));
    if (commands.some((command) => touches(command).some((part) => parts.has(part)))) {
      const body = { current_version: this.version, events: since.map(event) };
      throw new Problem(409, "Conflict", "stale", "version_conflict", [], null, body);
    }
    const back = inverseAll(this.doc, commands);
    if (step.kind !== "edit") {
      steps.pop();
      this.events.push({ version: ++this.version, command: null, batch: step.id });
      (other as { back: readonly Command[] }[]).push({ ...{ stepId: "" }, back });
    } else if (from?.stepId === step.stepId) {
      from.back = [...back, ...from.back];
    } else {
      this.steps.push({ stepId: step.stepId, back });
      this.undone = [];
    }
    commands.forEach((command) => this.happens(command, step.id));
  }

  offers = () => {
    const offer = (step: { back: readonly Command[] } | undefined) => (step ? { name: { "workflow.node_added": 1 }, edits: step.back, stepId: null } : null);
    return Promise.resolve({ undo: offer(this.steps.at(-1)), redo: offer(this.undone.at(-1)) });
  };

  happens(command: Command, batch = ""): void {
    if (apply(this.doc, command) === this.doc) return;
    this.doc = apply(this.doc, command);
    this.events.push({ version: ++this.version, command, batch });
  }

  workflow(): Workflow {
    const { name, description } = this.doc;
    return { name, description, definition: definitionOf(this.doc), version: this.version, definition_version: this.version, problems: this.problems } as unknown as Workflow;
  }

  opened(shelf = shelfOf(crypto.randomUUID()), send = this.send): OpenWorkflow {
    return new OpenWorkflow(this.workflow(), { send, offers: this.offers, load: () => Promise.resolve(this.workflow()) }, shelf, PACE);
  }
}

export function event({ version, command, batch }: WorkflowServer["events"][number]): WorkflowEvent {
  if (!command) return { position: version, version, type: "workflow.edits_undone", at: "", actor: "user:1", batch_id: batch, data: {} };
  const { type, ...data } = command;
  const topics: Partial<Record<Command["type"], string>> = { rename_node: "node_renamed", add_node: "node_added", configure_node: "node_configured", remove_node: "node_removed" };
  const fields = command.type === "add_node" ? { ...command.node, node_id: command.node.id } : data;
  return { position: version, version, type: `workflow.${topics[type] ?? type}`, at: "", actor: "user:2", batch_id: batch || null, data: fields };
}
