import { expect, test, vi } from "vitest";
import { Problem } from "@/api/problem";
import { event, WorkflowServer } from "@/testing/workflow-server";
import { add, connect, node } from "@/testing/workflows";
import type { Command } from "./commands";
import { Draft } from "./draft";
import { shelfOf } from "./kept";
import { OpenWorkflow } from "./open";

const status = (open: OpenWorkflow) => open.store.getState().status;
const rename = (name: string): Command => ({ type: "rename_node", node_id: "a", name });

test("edits are shown at once, gathered, and stored", async () => {
  const server = new WorkflowServer();
  const open = server.opened();
  open.edit("add", [add("a")]);
  open.edit("add", [add("b"), connect("a", "b")]);
  expect(open.store.getState()).toMatchObject({ status: "saving", waiting: 2 });
  expect(open.doc.edges.size).toBe(1);
  await open.settled();
  expect(server.doc).toEqual(open.doc);
  expect(server.batches).toEqual([1, 2]);
});

test("edits made while the server is away are kept, and sent when it is back", async () => {
  const server = new WorkflowServer();
  server.mood = "away";
  const open = server.opened();
  open.edit("add", [add("a")]);
  await vi.waitFor(() => expect(status(open)).toBe("offline"));
  open.edit("add", [add("b")]);
  expect(open.store.getState().waiting).toBe(2);
  server.mood = "well";
  await vi.waitFor(() => expect(status(open)).toBe("saved"));
  expect([...server.doc.nodes.keys()]).toEqual(["a", "b"]);
});

test("edits of a workflow that somebody archives are kept, and sent when it is restored", async () => {
  const server = new WorkflowServer();
  const open = server.opened();
  open.edit("add", [add("a")]);
  await open.settled();
  server.mood = "archived";
  open.edit("add", [add("b")]);
  await vi.waitFor(() => expect(status(open)).toBe("gone"));
  expect(open.store.getState().waiting).toBe(1);
  server.mood = "well";
  await vi.waitFor(() => expect(status(open)).toBe("saved"));
  expect([...server.doc.nodes.keys()]).toEqual(["a", "b"]);
});

test("an answer that got lost makes nothing happen twice, and asks nobody", async () => {
  const server = new WorkflowServer();
  server.mood = "answer lost";
  const open = server.opened();
  open.edit("add", [add("a"), rename("Alpha")]);
  await vi.waitFor(() => expect(status(open)).toBe("saved"));
  expect(server.doc.nodes.get("a")?.name).toBe("Alpha");
  expect(open.doc).toEqual(server.doc);
  expect(open.store.getState().conflict).toBeNull();
});

test("what others did elsewhere is taken in without asking", async () => {
  const server = new WorkflowServer();
  server.happens(add("a"));
  const open = server.opened();
  server.happens(add("theirs"));
  open.edit("rename", [rename("Mine")]);
  await vi.waitFor(() => expect(open.doc.nodes.has("theirs")).toBe(true));
  await open.settled();
  expect(open.doc).toEqual(server.doc);
});

test.each(["mine", "theirs"] as const)("where both changed the same, people choose: %s", async (choice) => {
  const server = new WorkflowServer();
  server.happens(add("a"));
  const open = server.opened();
  server.happens(rename("Theirs"));
  open.edit("rename", [rename("Mine")]);
  await vi.waitFor(() => expect(status(open)).toBe("conflict"));
  expect(open.store.getState().conflict).toMatchObject({ mine: [rename("Mine")], theirs: [{ data: { name: "Theirs" } }] });
  expect(open.doc.nodes.get("a")?.name).toBe("Mine");
  if (choice === "mine") open.keepMine();
  else open.keepTheirs();
  await vi.waitFor(() => expect(status(open)).toBe("saved"));
  expect(server.doc.nodes.get("a")?.name).toBe(choice === "mine" ? "Mine" : "Theirs");
  expect(open.doc).toEqual(server.doc);
});

test("an edit that the server won't take is set aside with its reason, and the others go on", async () => {
  const server = new WorkflowServer();
  const refuseOnce = vi.fn(server.send).mockRejectedValueOnce(
    new Problem(422, "Invalid", "can't be applied", "invalid_command", [{ loc: ["commands", 0, "node", "type"], message: "no such type" }]),
  );
  const open = server.opened(shelfOf("x"), refuseOnce);
  open.edit("add", [{ type: "add_node", node: node("bad", { type: "nothing" }) }, add("good")]);
  await vi.waitFor(() => expect(status(open)).toBe("saved"));
  expect(open.store.getState().refusal).toMatchObject({ message: "no such type", commands: [{ node: { id: "bad" } }] });
  expect([...server.doc.nodes.keys()]).toEqual(["good"]);
});

test("events that come while edits are on their way are taken in after them", async () => {
  const server = new WorkflowServer();
  let answer: () => void = () => undefined;
  const send: WorkflowServer["send"] = async (...batch) => {
    const stored = await server.send(...batch);
    await new Promise<void>((resolve) => (answer = resolve));
    return stored;
  };
  const open = server.opened(shelfOf("y"), send);
  open.edit("add", [add("mine")]);
  await vi.waitFor(() => expect(server.doc.nodes.has("mine")).toBe(true));
  server.happens(add("theirs"));
  open.take(server.events.map(event));
  expect(open.doc.nodes.has("theirs")).toBe(false);
  answer();
  await vi.waitFor(() => expect(open.doc).toEqual(server.doc));
});

test("after a gap in the stream the workflow is loaded anew", async () => {
  const server = new WorkflowServer();
  const open = server.opened();
  server.happens(add("missed"));
  server.happens(add("heard"));
  open.take(server.events.slice(1).map(event));
  await vi.waitFor(() => expect([...open.doc.nodes.keys()]).toEqual(["missed", "heard"]));
});

test("events of the stream are taken in under edits of ours", () => {
  const server = new WorkflowServer();
  server.mood = "away";
  const open = server.opened();
  open.edit("add", [add("mine")]);
  server.happens(add("theirs"));
  open.take(server.events.map(event));
  expect([...open.doc.nodes.keys()]).toEqual(["theirs", "mine"]);
});

test("what was typed on a value that others changed meanwhile is met as a conflict", async () => {
  const server = new WorkflowServer();
  [add("a"), rename("before")].forEach((command) => server.happens(command));
  const open = server.opened();
  const draft = new Draft(open);
  draft.begin(({ nodes }) => nodes.get("a")?.name);
  server.happens(rename("theirs"));
  open.take(server.events.slice(-1).map(event));
  expect(open.doc.nodes.get("a")?.name).toBe("theirs");
  draft.end(() => open.edit("rename", [rename("mine")]));
  await vi.waitFor(() => expect(status(open)).toBe("conflict"));
  expect(open.store.getState().conflict?.theirs).toHaveLength(1);
  expect(server.doc.nodes.get("a")?.name).toBe("theirs");
  open.keepMine();
  await open.settled();
  expect(server.doc.nodes.get("a")?.name).toBe("mine");
});

test("typing that began after others' change was seen replaces it", async () => {
  const server = new WorkflowServer();
  server.happens(add("a"));
  const open = server.opened();
  server.happens(rename("theirs"));
  open.take(server.events.slice(-1).map(event));
  const draft = new Draft(open);
  draft.begin(({ nodes }) => nodes.get("a")?.name);
  draft.end(() => open.edit("rename", [rename("mine")]));
  await open.settled();
  expect(server.doc.nodes.get("a")?.name).toBe("mine");
});

test("what others mend is no problem any more", async () => {
  const server = new WorkflowServer();
  server.happens(add("a"));
  server.problems = [{ node_id: "a", loc: ["nodes", 0], message: "Field required", code: "missing_parameter", data: {} }];
  const open = server.opened();
  await open.resume();
  server.happens(rename("Alpha"));
  server.problems = [];
  open.take(server.events.slice(-1).map(event));
  expect(open.doc.nodes.get("a")?.name).toBe("Alpha");
  await vi.waitFor(() => expect(open.store.getState().problems).toEqual([]), 3000);
});
