import { beforeEach, expect, test, vi } from "vitest";
import { getJson, postJson } from "@/api/client";
import { Problem, Unreachable } from "@/api/problem";
import { signIn, signOut, token } from "@/api/session";
import { type Answer, problem, serve } from "@/testing/server";

const over = globalThis.fetch;

/** Paths go to this server, as they go to the page's own in a browser. */
function served(answer: Answer): string[] {
  const asked: string[] = [];
  const url = serve((request, response) => {
    asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    answer(request, response);
  });
  vi.stubGlobal("fetch", (path: string, options: RequestInit) => over(url + path, options));
  return asked;
}

const knows = (good: string, cookie: boolean): Answer => (request, response) => {
  if (request.url === "/api/auth/refresh" && cookie) response.end(JSON.stringify({ access_token: good }));
  else if (request.headers.authorization === `Bearer ${good}`) response.end('{"ok": true}');
  else problem(response, 401, { detail: "Log in first", code: "unauthorized" });
};

beforeEach(() => {
  signOut();
  signIn("old");
});

test("an expired token is renewed once for all who meet it, and they go on", async () => {
  const asked = served(knows("new", true));
  await expect(Promise.all([getJson("/api/a"), getJson("/api/b")])).resolves.toEqual([{ ok: true }, { ok: true }]);
  expect(asked.filter((request) => request === "POST /api/auth/refresh")).toHaveLength(1);
  expect(token()).toBe("new");
});

test("without a cookie the session is over, after one attempt", async () => {
  const asked = served(knows("new", false));
  await expect(getJson("/api/a")).rejects.toThrow("Log in first");
  expect(asked).toEqual(["GET /api/a", "POST /api/auth/refresh"]);
  expect(token()).toBeNull();
});

test.each([503, 429])("while nobody can say whether the session is over, it isn't: %s", async (status) => {
  served((request, response) => problem(response, request.url === "/api/auth/refresh" ? status : 401, { detail: "Later", code: "later" }));
  await expect(getJson("/api/a")).rejects.toMatchObject({ status });
  expect(token()).toBe("old");
});

test("a refusal carries the server's words, fields and patience", async () => {
  const errors = [{ loc: ["nodes", 0], message: "Field required" }, { odd: true }];
  served((_request, response) => {
    response.setHeader("Retry-After", "7");
    problem(response, 422, { title: "Invalid", detail: "2 fields are wrong", code: "invalid", errors });
  });
  const problemMet = await getJson("/api/a").catch((error: unknown) => error);
  expect(problemMet).toBeInstanceOf(Problem);
  expect(problemMet).toMatchObject({ status: 422, detail: "2 fields are wrong", retryAfter: 7, errors: errors.slice(0, 1) });
});

test("an answer that is no problem+json still says what there is to say", async () => {
  served((_request, response) => void response.writeHead(502, "Bad Gateway").end("<html>"));
  await expect(getJson("/api/a")).rejects.toMatchObject({ status: 502, detail: "Bad Gateway", code: "http_502" });
});

test("silence is told apart from a refusal", async () => {
  served((_request, response) => void response.destroy());
  await expect(getJson("/api/a")).rejects.toBeInstanceOf(Unreachable);
  expect(token()).toBe("old");
});

test("large integers are sent with all their digits", async () => {
  const sent: string[] = [];
  served((request, response) => {
    request.on("data", (chunk: Buffer) => sent.push(chunk.toString()));
    response.end("{}");
  });
  await postJson("/api/good", { n: 12345678901234567890n });
  expect(sent).toEqual(['{"n":12345678901234567890}']);
});
