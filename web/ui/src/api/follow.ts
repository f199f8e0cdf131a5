import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import { type Message, MessageReader } from "@/lib/sse";

export type Connection = "connecting" | "live" | "reconnecting" | "ended" | "failed";

export interface Follower {
  onMessage: (message: Message) => void;
  /** `error` comes with "failed" only. */
  onConnection: (connection: Connection, error?: Error) => void;
  /** Whether this message is the story's end; the stream is read on until the server closes it. */
  isLast: (message: Message) => boolean;
}

export interface Patience {
  /** Milliseconds before the first new attempt; doubles with each failure, up to `longest`. */
  first: number;
  longest: number;
  /** Milliseconds without a byte, comments included, after which a connection counts as lost. */
  quiet: number;
}

const PATIENCE: Patience = { first: 500, longest: 10_000, quiet: 45_000 };

/** Read an event stream to its end, through lost connections, without a gap and without a repeat. */
export async function follow(path: string, follower: Follower, signal: AbortSignal, patience = PATIENCE): Promise<void> {
  let lastId = "";
  let over = false;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const message of connection(path, lastId, follower, signal, patience.quiet)) {
        failures = 0;
        if (message.id !== "") lastId = message.id;
        over ||= follower.isLast(message);
        follower.onMessage(message);
      }
    } catch (error) {
      if (!over && isFinal(error)) {
        follower.onConnection("failed", error);
        return;
      }
    }
    if (isAborted(signal)) return;
    if (over) {
      follower.onConnection("ended");
      return;
    }
    follower.onConnection("reconnecting");
    await pause(Math.min(patience.longest, patience.first * 2 ** failures++), signal);
  }
}

/** TypeScript takes `signal.aborted` for unchanged across an await; it isn't. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** A refusal stays one however often we ask; silence, overload and restarts pass. */
function isFinal(error: unknown): error is Problem {
  return error instanceof Problem && error.status < 500 && error.status !== 429;
}

async function* connection(
  path: string,
  lastId: string,
  follower: Follower,
  signal: AbortSignal,
  quiet: number,
): AsyncGenerator<Message> {
  const lost = new AbortController();
  let timer = setTimeout(() => lost.abort(), quiet);
  try {
    const response = await call(path, {
      headers: { Accept: "text/event-stream", ...(lastId === "" ? {} : { "Last-Event-ID": lastId }) },
      signal: AbortSignal.any([signal, lost.signal]),
    });
    follower.onConnection("live");
    const reader = new MessageReader();
    for await (const piece of pieces(response)) {
      clearTimeout(timer);
      timer = setTimeout(() => lost.abort(), quiet);
      yield* reader.push(piece);
    }
  } finally {
    clearTimeout(timer);
    lost.abort();
  }
}

async function* pieces(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** Wait, but not longer than until the machine is online again. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds * (0.75 + Math.random() / 2));
    globalThis.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
