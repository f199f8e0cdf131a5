import { apply, applyAll } from "./apply";
import type { Command } from "./commands";
import type { Doc } from "./definition";
import { asCommand, evolve, type WorkflowEvent } from "./events";
import { changedBy, touches } from "./parts";
import type { Step } from "./step";

/** The workflow as the server has it, and the steps that it doesn't have yet. */
export interface Queue {
  base: Doc;
  /** Of `base`. */
  version: number;
  /** The version that the steps were made for, sent along with them. */
  madeFor: number;
  /** The first may be on its way. */
  steps: readonly Step[];
  /** `base` with all of them: what people see. */
  doc: Doc;
}

export function queueOf(base: Doc, version: number): Queue {
  return { base, version, madeFor: version, steps: [], doc: base };
}

/** With other steps on the same base. */
export function holding(queue: Queue, steps: readonly Step[]): Queue {
  return { ...queue, steps, doc: shown(queue.base, steps) };
}

export function shown(base: Doc, steps: readonly Step[]): Doc {
  return steps.reduce((doc, { commands }) => applyAll(doc, commands), base);
}

/** Those of the edits that change something. */
export function effective(doc: Doc, commands: readonly Command[]): Command[] {
  return commands.filter((command) => {
    const next = apply(doc, command);
    const changes = next !== doc;
    doc = next;
    return changes;
  });
}

export function firstTried(queue: Queue): Queue {
  const [first, ...rest] = queue.steps;
  return first ? { ...queue, steps: [{ ...first, tried: true }, ...rest] } : queue;
}

/** The same steps on top of another state of the server; edits that have no effect there are dropped. */
export function rebased(queue: Queue, base: Doc, version: number): Queue {
  let doc = base;
  const steps = queue.steps.flatMap((step) => {
    const commands = effective(doc, step.commands);
    doc = applyAll(doc, commands);
    return commands.length === 0 && step.kind === "edit" ? [] : [{ ...step, commands }];
  });
  return { base, version, madeFor: version, steps, doc };
}

/** On top of what happened since; steps of ours that are among it are done. */
export function caughtUp(queue: Queue, events: readonly WorkflowEvent[], version: number): Queue {
  const news = events.filter((event) => event.version > queue.version);
  const done = new Set(news.map(({ batch_id }) => batch_id));
  const steps = queue.steps.filter(({ id }) => !done.has(id));
  return rebased({ ...queue, steps }, news.reduce(evolve, queue.base), version);
}

export interface Stored {
  version: number;
  /** What others did between the version that it was made for and this. */
  events: readonly WorkflowEvent[];
}

/** After the first step was stored; null where the server did something else than we thought, so that all has to be read anew. */
export function acknowledged(queue: Queue, { version, events }: Stored): Queue | null {
  const [first, ...steps] = queue.steps;
  if (!first) return queue;
  if (version <= queue.version) return holding(queue, steps);
  const news = events.filter((event) => event.version > queue.version);
  const under = news.reduce(evolve, queue.base);
  const own = eventCount(under, first.commands) + (first.kind === "edit" ? 0 : 1);
  if (version !== queue.version + news.length + own) return null;
  return rebased({ ...queue, steps }, applyAll(under, first.commands), version);
}

/** Without those edits of the first step that the server won't take, by their places in it. */
export function refused(queue: Queue, places: ReadonlySet<number>): Queue {
  const [first, ...rest] = queue.steps;
  if (!first) return queue;
  const commands = first.commands.filter((_, place) => !places.has(place));
  const left = commands.length > 0 ? [{ ...first, id: crypto.randomUUID(), commands }] : [];
  return rebased({ ...queue, steps: [...left, ...rest] }, queue.base, queue.version);
}

/** What others did that doesn't go together with edits of ours. */
export interface Collision {
  mine: readonly Command[];
  theirs: readonly WorkflowEvent[];
}

export function collision(steps: readonly Step[], events: readonly WorkflowEvent[]): Collision | null {
  const theirs = events.map((event) => ({ event, parts: changedBy(event) }));
  const changed = new Set(theirs.flatMap(({ parts }) => parts));
  const edits = steps.filter(({ kind }) => kind === "edit").flatMap(({ commands }) => commands);
  const mine = edits.filter((command) => touches(command).some((part) => changed.has(part)));
  const touched = new Set(mine.flatMap(touches));
  const met = theirs.filter(({ parts }) => parts.some((part) => touched.has(part))).map(({ event }) => event);
  return mine.length === 0 ? null : { mine, theirs: met };
}

/** Our steps without these edits. */
export function withdrawn(queue: Queue, commands: readonly Command[]): Queue {
  const gone = new Set(commands);
  const steps = queue.steps.map((step) => ({ ...step, commands: step.commands.filter((command) => !gone.has(command)) }));
  return rebased({ ...queue, steps }, queue.base, queue.version);
}

/** How many events the edits make of this state; more than that is the work of others. */
export function eventCount(doc: Doc, commands: readonly Command[]): number {
  let count = 0;
  for (const command of commands) {
    const next = apply(doc, command);
    if (next !== doc) count += 1;
    if (command.type === "remove_node") count += doc.edges.size - next.edges.size + doc.pins.size - next.pins.size;
    doc = next;
  }
  return count;
}

/** The edits that events tell of. */
export function commandsOf(events: readonly Pick<WorkflowEvent, "type" | "data">[]): Command[] {
  return events.flatMap((event) => asCommand(event) ?? []);
}
