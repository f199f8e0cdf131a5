import { call } from "@/api/client";
import { type Message, MessageReader } from "@/lib/sse";

/** The messages of one connection; `quiet`: milliseconds without a byte, comments included, after which it counts as lost. */
export async function* messages(path: string, signal: AbortSignal, quiet: number): AsyncGenerator<Message> {
  const lost = new AbortController();
  let timer = setTimeout(() => lost.abort(), quiet);
  try {
    const response = await call(path, { headers: { Accept: "text/event-stream" }, signal: AbortSignal.any([signal, lost.signal]) });
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
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
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
