export type Connection = "connecting" | "live" | "reconnecting" | "ended" | "failed";

/** What a stream may be about; `list` is `executions` or `workflows`. */
export type Subject = `${"execution" | "workflow" | "list"}=${string}`;

/** An event of the tape; of what only a list shows, `data` is what changes in the row. */
export interface Told {
  position: number;
  version: number;
  type: string;
  at: string;
  workflow_id?: string;
  execution_id?: string;
  list?: string;
  data: Readonly<Record<string, unknown>>;
}

export interface Listener {
  /** From here on everything is told: what was read before may be older. Again where too much was missed. */
  onOpen?: () => void;
  onEvent: (event: Told) => void;
  /** What somebody says who is in the workflow, each one's newest word first of all. */
  onPresence?: (word: unknown) => void;
  /** `error` comes with "failed" only, which is the end. */
  onConnection?: (connection: Connection, error?: Error) => void;
}

/** Somebody who listens, and how far they have been told. */
export class Subscription {
  readonly subject: Subject;
  /** What is past this position is told; null: what happens from when the stream is open. An execution is told whole. */
  place: number | null;
  private connection: Connection = "connecting";

  constructor(
    subject: Subject,
    readonly listener: Listener,
  ) {
    this.subject = subject.toLowerCase() as Subject;
    this.place = subject.startsWith("execution=") ? 0 : null;
  }

  isAt(connection: Connection): boolean {
    return this.connection === connection;
  }

  say(connection: Connection, error?: Error): void {
    if (this.connection === connection) return;
    this.connection = connection;
    this.listener.onConnection?.(connection, error);
  }
}
