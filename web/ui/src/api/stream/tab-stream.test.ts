import { expect, test } from "vitest";
import type { Problem } from "@/api/problem";
import { type Answer, problem, serve } from "@/testing/server";
import type { Connection, Subject, Told } from "./subscription";
import { TabStream } from "./tab-stream";

const patience = { first: 5, longest: 20, quiet: 300, unseen: 300 };

/** A server that answers each request with the next of `answers`, and what was asked of it. */
function serveInTurn(...answers: Answer[]) {
  const asked: string[] = [];
  let open = 0;
  const url = serve((request, response) => {
    asked.push(decodeURIComponent(request.url?.split("?")[1] ?? ""));
    open++;
    response.on("close", () => open--);
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response);
  });
  return { stream: new TabStream(url, patience), asked, open: () => open };
}

const open = (position: number) => `event: open\ndata: {"position": ${position}}\n\n`;
const event = (id: number, about: object, type = "tick") => `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify({ position: id, type, data: {}, ...about })}\n\n`;
const a = (id: number, type?: string) => event(id, { execution_id: "a" }, type);
const sends = (text: string): Answer => (_request, response) => void response.writeHead(200).end(text);
const stays = (text: string): Answer => (_request, response) => void response.writeHead(200).write(text);
const cuts = (text: string): Answer => (_request, response) => {
  response.writeHead(200).write(text, () => response.destroy());
};
const refuses = (status: number, errors: object[] = []): Answer => (_request, response) =>
  problem(response, status, { detail: "Not here", code: "not_found", errors });

/** Listens until something of the type `end` comes, or it is left. */
function follow(stream: TabStream, subject: Subject) {
  const leaving = new AbortController();
  const heard = { events: [] as number[], states: [] as Connection[], opened: 0, failure: undefined as Error | undefined };
  const over = new Promise<void>((resolve) => {
    leaving.signal.addEventListener("abort", () => resolve());
    const onEvent = ({ position, type }: Told) => {
      heard.events.push(position);
      if (type === "end") leaving.abort();
    };
    const onConnection = (connection: Connection, error?: Error) => {
      heard.states.push(connection);
      heard.failure = error;
      if (connection === "failed") resolve();
    };
    stream.listen(subject, { onOpen: () => heard.opened++, onEvent, onConnection }, leaving.signal);
  });
  return { heard, over, leave: () => leaving.abort() };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test("a cut connection is resumed after the last event, and says so", async () => {
  const { stream, asked } = serveInTurn(cuts(open(9) + a(1) + a(2) + "id: 3\ndata"), sends(open(9) + a(3) + a(4, "end")));
  const { heard, over } = follow(stream, "execution=a");
  await over;
  expect(heard).toMatchObject({ events: [1, 2, 3, 4], states: ["live", "reconnecting", "live"] });
  expect(asked).toEqual(["execution=a@0", "execution=a@2"]);
});

test("what is told from now on is resumed from when it was opened, and opened once", async () => {
  const change = event(8, { workflow_id: "w" }, "end");
  const { stream, asked } = serveInTurn(cuts(open(7)), sends(open(9) + change));
  const { heard, over } = follow(stream, "workflow=w");
  await over;
  expect(asked).toEqual(["workflow=w", "workflow=w@7"]);
  expect(heard).toMatchObject({ events: [8], opened: 1 });
});

test("a server that restarts is asked again until it answers", async () => {
  const { stream } = serveInTurn(refuses(503), refuses(429), sends(open(0) + a(1, "end")));
  const { heard, over } = follow(stream, "execution=a");
  await over;
  expect(heard.states).toEqual(["reconnecting", "live"]);
});

test("a connection on which nothing comes any more counts as lost", async () => {
  const { stream } = serveInTurn(stays(open(1) + a(1)), sends(open(2) + a(2, "end")));
  const { heard, over } = follow(stream, "execution=a");
  await over;
  expect(heard.states).toEqual(["live", "reconnecting", "live"]);
});

test("a refusal is final and carries the server's words", async () => {
  const { stream, asked } = serveInTurn(refuses(403));
  const { heard, over } = follow(stream, "execution=a");
  await over;
  expect(heard.states).toEqual(["failed"]);
  expect((heard.failure as Problem).detail).toBe("Not here");
  expect(asked).toHaveLength(1);
});

test("what isn't there keeps nobody from the rest", async () => {
  const { stream, asked } = serveInTurn(refuses(404, [{ loc: ["execution", 1], message: "gone" }]), sends(open(5) + a(6, "end")));
  const [there, gone] = [follow(stream, "execution=a"), follow(stream, "execution=b")];
  await Promise.all([there.over, gone.over]);
  expect(asked).toEqual(["execution=a@0&execution=b@0", "execution=a@0"]);
  expect([there.heard.states, gone.heard.states]).toEqual([["live"], ["failed"]]);
});

test("who comes together shares one connection; who comes later joins it, or replaces it unseen", async () => {
  const { stream, asked, open: connections } = serveInTurn(stays(open(5) + event(6, { list: "workflows" })), stays(open(7) + a(1) + a(2)));
  const [list, workflow] = [follow(stream, "list=workflows"), follow(stream, "workflow=w")];
  await until(() => list.heard.events.length === 1);
  const late = follow(stream, "workflow=w");
  await until(() => late.heard.opened === 1);
  expect(asked).toEqual(["list=workflows&workflow=w"]);
  const run = follow(stream, "execution=a");
  await until(() => run.heard.events.length === 2);
  expect(asked.slice(1)).toEqual(["list=workflows@6&workflow=w@6&execution=a@0"]);
  await until(() => connections() === 1);
  expect([list, workflow, late].map(({ heard }) => [heard.opened, heard.states])).toEqual(Array(3).fill([1, ["live"]]));
});

test("an execution is told whole to somebody who comes later, and to nobody twice", async () => {
  const { stream } = serveInTurn(stays(open(2) + a(1) + a(2)), sends(open(3) + a(1) + a(2) + a(3, "end")));
  const first = follow(stream, "execution=a");
  await until(() => first.heard.events.length === 2);
  const second = follow(stream, "execution=a");
  await Promise.all([first.over, second.over]);
  expect([first.heard.events, second.heard.events]).toEqual([[1, 2, 3], [1, 2, 3]]);
});

test("at rest there is no connection, and after it nothing is missing", async () => {
  const { stream, asked, open: connections } = serveInTurn(stays(open(1) + a(1)), sends(open(3) + a(2) + a(3, "end")));
  const { heard, over } = follow(stream, "execution=a");
  await until(() => heard.events.length === 1);
  stream.rest();
  await until(() => connections() === 0);
  follow(stream, "list=workflows").leave();
  stream.wake();
  await over;
  expect(asked).toEqual(["execution=a@0", "execution=a@1"]);
  expect(heard).toMatchObject({ events: [1, 2, 3], states: ["live"] });
});

test("when nobody listens any more there is no connection", async () => {
  const { stream, open: connections } = serveInTurn(stays(open(1)));
  const { heard, leave } = follow(stream, "list=executions");
  await until(() => heard.opened === 1);
  leave();
  await until(() => connections() === 0);
});

test("a replaced connection that doesn't come is told of", async () => {
  const silent: Answer = () => undefined;
  const { stream } = serveInTurn(stays(open(1)), silent, sends(open(1) + a(1, "end")));
  const list = follow(stream, "list=executions");
  await until(() => list.heard.opened === 1);
  await follow(stream, "execution=a").over;
  expect(list.heard.states).toEqual(["live", "reconnecting", "live"]);
});
