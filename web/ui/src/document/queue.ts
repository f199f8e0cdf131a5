import { apply, applyAll } from "./apply";
import { appended, type Command } from "./commands";
import type { Doc } from "./definition";
import { asCommand, evolve, type WorkflowEvent } from "./events";
import { changes, touches } from "./parts";

/** The workflow as the server has it, and the edits that it doesn't have yet. */
export interface Queue {
  base: Doc;
  /** Of `base`. */
  version: number;
  /** The version that the edits were made for, sent along with them. */
  madeFor: number;
  /** On their way, unanswered. */
  sending: readonly Command[];
  pending: readonly Command[];
  /** `base` with all of them: what people see. */
  doc: Doc;
}

export function queueOf(base: Doc, version: number): Queue {
  return { base, version, madeFor: version, sending: [], pending: [], doc: base };
}

export function waiting({ sending, pending }: Queue): number {
  return sending.length + pending.length;
}

/** One more edit; those that change nothing are left out. */
export function enqueue(queue: Queue, command: Command): Queue {
  const doc = apply(queue.doc, command);
  return doc === queue.doc ? queue : { ...queue, pending: appended(queue.pending, command), doc };
}

export function sent(queue: Queue): Queue {
  return { ...queue, sending: queue.pending, pending: [] };
}

export function acknowledged(queue: Queue, version: number): Queue {
  return { ...queue, base: applyAll(queue.base, queue.sending), version, madeFor: version, sending: [] };
}

/** They may have arrived and may not: they are sent again, first. */
export function unanswered(queue: Queue): Queue {
  return { ...queue, sending: [], pending: [...queue.sending, ...queue.pending] };
}

/** All edits but those at these places among the ones that were sent, which the server won't take. */
export function refused(queue: Queue, places: ReadonlySet<number>): Queue {
  const kept = queue.sending.filter((_, place) => !places.has(place));
  return rebased({ ...queue, sending: [], pending: [...kept, ...queue.pending] }, queue.base, queue.version);
}

/** The same edits on top of another state of the server; those that have no effect there are dropped. */
export function rebased(queue: Queue, base: Doc, version: number): Queue {
  const edits = unanswered(queue).pending;
  let doc = base;
  const pending: Command[] = [];
  for (const command of edits) {
    const next = apply(doc, command);
    if (next !== doc) pending.push(command);
    doc = next;
  }
  return { base, version, madeFor: version, sending: [], pending: doc === base ? [] : pending, doc };
}

/** On top of what others did since. */
export function caughtUp(queue: Queue, events: readonly WorkflowEvent[], version: number): Queue {
  const news = events.filter((event) => event.version > queue.version);
  return rebased(queue, news.reduce(evolve, queue.base), version);
}

/** What others did that doesn't go together with edits of ours. */
export interface Collision {
  mine: readonly Command[];
  theirs: readonly WorkflowEvent[];
}

export function collision(pending: readonly Command[], events: readonly WorkflowEvent[]): Collision | null {
  const theirs = events.flatMap((event) => {
    const command = asCommand(event);
    return command ? [{ event, parts: changes(command) }] : [];
  });
  const changed = new Set(theirs.flatMap(({ parts }) => parts));
  const mine = pending.filter((command) => touches(command).some((part) => changed.has(part)));
  const touched = new Set(mine.flatMap(touches));
  const met = theirs.filter(({ parts }) => parts.some((part) => touched.has(part))).map(({ event }) => event);
  return mine.length === 0 ? null : { mine, theirs: met };
}

/** Our edits without these. */
export function withdrawn(queue: Queue, commands: readonly Command[]): Queue {
  const gone = new Set(commands);
  return rebased({ ...queue, pending: queue.pending.filter((command) => !gone.has(command)) }, queue.base, queue.version);
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
