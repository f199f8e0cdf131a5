import { expect, test } from "vitest";
import { type Connection, follow } from "@/api/follow";
import type { Problem } from "@/api/problem";
import { type Answer, problem, serve } from "@/testing/server";

const patience = { first: 5, longest: 20, quiet: 300 };

/** A server that answers each request with the next of `answers`, and what was asked of it. */
function serveInTurn(...answers: Answer[]) {
  const asked: (string | undefined)[] = [];
  const url = serve((request, response) => {
    asked.push(request.headers["last-event-id"] as string | undefined);
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response);
  });
  return { url, asked };
}

const event = (id: number, type = "tick") => `id: ${id}\nevent: ${type}\ndata: ${id}\n\n`;
const sends = (text: string): Answer => (_request, response) => void response.writeHead(200).end(text);
const cuts = (text: string): Answer => (_request, response) => {
  response.writeHead(200).write(text, () => response.destroy());
};
const refuses = (status: number): Answer => (_request, response) =>
  problem(response, status, { detail: "Not here", code: "not_found" });

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
  const { url, asked } = serveInTurn(cuts(event(1) + event(2) + "id: 3\ndata"), sends(event(3) + event(4, "end")));
  expect(await followed(url)).toMatchObject({
    ids: ["1", "2", "3", "4"],
    states: ["live", "reconnecting", "live", "ended"],
  });
  expect(asked).toEqual([undefined, "2"]);
});

test("a message without a place of its own doesn't make the last place forgotten", async () => {
  const open = "event: open\ndata: {}\n\n";
  const { url, asked } = serveInTurn(cuts(open + event(7)), cuts(open), sends(open + event(8, "end")));
  expect((await followed(url)).ids).toEqual(["", "7", "", "", "8"]);
  expect(asked).toEqual([undefined, "7", "7"]);
});

test("a server that restarts is asked again until it answers", async () => {
  const { url } = serveInTurn(refuses(503), refuses(429), sends(event(1, "end")));
  expect((await followed(url)).states).toEqual(["reconnecting", "reconnecting", "live", "ended"]);
});

test("a stream that ends before the story does is asked for the rest", async () => {
  const { url, asked } = serveInTurn(sends(event(1)), sends(event(2, "end") + event(3)));
  expect((await followed(url)).ids).toEqual(["1", "2", "3"]);
  expect(asked).toEqual([undefined, "1"]);
});

test("a connection on which nothing comes any more counts as lost", async () => {
  const silent: Answer = (_request, response) => void response.writeHead(200).write(event(1));
  const { url } = serveInTurn(silent, sends(event(2, "end")));
  expect((await followed(url)).states).toEqual(["live", "reconnecting", "live", "ended"]);
});

test("a refusal is final and carries the server's words", async () => {
  const { url } = serveInTurn(refuses(404));
  const { states, failure } = await followed(url);
  expect(states).toEqual(["failed"]);
  expect((failure as Problem).detail).toBe("Not here");
});
