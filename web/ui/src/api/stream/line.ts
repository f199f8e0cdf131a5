import type { Problem } from "@/api/problem";
import type { Message } from "@/lib/sse";
import type { Connection, Subject, Subscription, Told } from "./subscription";

interface ListTold extends Told {
  /** What the list shows of an event that is told in full. */
  row?: Told["data"];
}

/** One connection: what it asks for, whom it serves, and how far it has told them. Knows nothing of the network. */
export class Line {
  readonly query: string;
  private readonly asked: readonly Subject[];
  private readonly served: Set<Subscription>;
  /** The position when it was opened; null until then. */
  private opened: number | null = null;
  /** The position of the newest event; all up to there has been told. */
  private last = 0;

  constructor(subscriptions: Iterable<Subscription>) {
    this.served = new Set(subscriptions);
    const places = new Map<Subject, number | null>();
    for (const { subject, place } of this.served) {
      const before = places.get(subject) ?? null;
      places.set(subject, before === null || place === null ? (before ?? place) : Math.min(before, place));
    }
    this.asked = [...places.keys()];
    this.query = [...places].map(([subject, place]) => asQuery(subject, place)).join("&");
  }

  serves(subscription: Subscription): boolean {
    return this.served.has(subscription);
  }

  /** Serve somebody who comes later, where the connection already tells all that they want; whether it does. */
  join(subscription: Subscription): boolean {
    const { subject, place, listener } = subscription;
    // Who is in a workflow is said when a connection begins.
    if (place !== null || listener.onPresence || !this.asked.includes(subject)) return false;
    this.served.add(subscription);
    if (this.opened !== null) {
      subscription.place = this.reached;
      queueMicrotask(() => this.served.has(subscription) && begun(subscription));
    }
    return true;
  }

  leave(subscription: Subscription): void {
    this.served.delete(subscription);
  }

  say(connection: Connection): void {
    for (const subscription of [...this.served]) subscription.say(connection);
  }

  /** Those who take themselves for served, though nothing comes. */
  sayLost(): void {
    for (const subscription of [...this.served]) if (subscription.isAt("live")) subscription.say("reconnecting");
  }

  take({ id, event, data }: Message): void {
    const told = JSON.parse(data) as ListTold;
    if (event === "open") this.open(told.position);
    else if (event === "reset") this.each(`list=${told.list ?? ""}`, (subscription) => this.begin(subscription));
    else if (event === "presence") this.each(`workflow=${told.workflow_id ?? ""}`, ({ listener }) => listener.onPresence?.(told));
    else this.tell(Number(id), told);
  }

  /** It is over: write down how far everybody has been told, for the connection after this one. */
  settle(): void {
    this.opened = null;
    for (const subscription of this.served) {
      if (subscription.place !== null) subscription.place = Math.max(subscription.place, this.last);
    }
  }

  /** What the refusal says isn't there, such as `["execution", 0]`. */
  refused({ errors }: Problem): Subject[] {
    return errors.flatMap(({ loc: [kind, place] }) => this.asked.filter((subject) => subject.startsWith(`${kind ?? ""}=`))[Number(place)] ?? []);
  }

  private get reached(): number {
    return Math.max(this.opened ?? 0, this.last);
  }

  private open(position: number): void {
    this.opened = position;
    for (const subscription of [...this.served]) {
      if (subscription.place === null) this.begin(subscription);
      else subscription.say("live");
    }
  }

  private begin(subscription: Subscription): void {
    subscription.place = this.reached;
    begun(subscription);
  }

  private tell(position: number, told: ListTold): void {
    this.last = position;
    const { row, ...event } = told;
    const { execution_id: execution, workflow_id: workflow, list } = told;
    const send = (shown: Told) => (subscription: Subscription) => {
      if (position > (subscription.place ?? Infinity)) subscription.listener.onEvent(shown);
    };
    if (execution !== undefined) this.each(`execution=${execution}`, send(event));
    if (workflow !== undefined) this.each(`workflow=${workflow}`, send(event));
    if (list !== undefined) this.each(`list=${list}`, send({ ...event, data: row ?? event.data }));
  }

  private each(subject: Subject, act: (subscription: Subscription) => void): void {
    for (const subscription of [...this.served]) if (subscription.subject === subject) apart(() => act(subscription));
  }
}

function asQuery(subject: Subject, place: number | null): string {
  const [kind = "", name = ""] = subject.split(/=(.*)/s);
  return `${kind}=${encodeURIComponent(name)}${place === null ? "" : `@${place}`}`;
}

function begun(subscription: Subscription): void {
  apart(() => subscription.listener.onOpen?.());
  subscription.say("live");
}

/** A fault of one who listens is seen, and keeps nothing from the others. */
function apart(act: () => void): void {
  try {
    act();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
