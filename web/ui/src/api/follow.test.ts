import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { type Connection, follow } from "@/api/follow";
import type { Problem } from "@/api/problem";

vi.hoisted(() => {
  const memory = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
  };
  vi.stubGlobal("sessionStorage", memory());
  vi.stubGlobal("localStorage", memory());
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("removeEventListener", () => undefined);
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const patience = { first: 5, longest: 20, quiet: 300 };
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A real server that answers each request with the next of `answers`, and what was asked of it. */
function serve(...answers: Answer[]) {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers["last-event-id"] as string | undefined);
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response);
  }).listen(0);
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, asked };
}

const event = (id: number, type = "tick") => `id: ${id}\nevent: ${type}\ndata: ${id}\n\n`;
const sends = (text: string): Answer => (_request, response) => void response.writeHead(200).end(text);
const cuts = (text: string): Answer => (_request, response) => {
  response.writeHead(200).write(text, () => response.destroy());
};
const refuses = (status: number): Answer => (_request, response) => {
  response.writeHead(status, { "Content-Type": "application/problem+json" }).end(JSON.stringify({ detail: "Not here", code: "not_found" }));
};

async function followed(url: string) {
  const ids: string[] = [];
  const states: Connection[] = [];
  let failure: Error | undefined;
  const follower = {
    onMessage: (message: { id: string }) => ids.push(message.id),
    onConnection: (state: Connection, error?: Error) => {
      states.push(state);
      failure = error;
    },
    isLast: (message: { event: string }) => message.event === "end",
  };
  await follow(url, follower, new AbortController().signal, patience);
  return { ids, states, failure };
}

test("a cut connection is resumed after the last message, and says so", async () => {
  const { url, asked } = serve(cuts(event(1) + event(2) + "id: 3\ndata"), sends(event(3) + event(4, "end")));
  expect(await followed(url)).toMatchObject({
    ids: ["1", "2", "3", "4"],
    states: ["live", "reconnecting", "live", "ended"],
  });
  expect(asked).toEqual([undefined, "2"]);
});

test("a server that restarts is asked again until it answers", async () => {
  const { url } = serve(refuses(503), refuses(429), sends(event(1, "end")));
  expect((await followed(url)).states).toEqual(["reconnecting", "reconnecting", "live", "ended"]);
});

test("a stream that ends before the story does is asked for the rest", async () => {
  const { url, asked } = serve(sends(event(1)), sends(event(2, "end") + event(3)));
  expect((await followed(url)).ids).toEqual(["1", "2", "3"]);
  expect(asked).toEqual([undefined, "1"]);
});

test("a connection on which nothing comes any more counts as lost", async () => {
  const silent: Answer = (_request, response) => void response.writeHead(200).write(event(1));
  const { url } = serve(silent, sends(event(2, "end")));
  expect((await followed(url)).states).toEqual(["live", "reconnecting", "live", "ended"]);
});

test("a refusal is final and carries the server's words", async () => {
  const { url } = serve(refuses(404));
  const { states, failure } = await followed(url);
  expect(states).toEqual(["failed"]);
  expect((failure as Problem).detail).toBe("Not here");
});
