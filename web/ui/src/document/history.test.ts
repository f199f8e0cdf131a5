import { expect, test, vi } from "vitest";
import { WorkflowServer } from "@/testing/workflow-server";
import { add } from "@/testing/workflows";
import type { Command } from "./commands";
import { shelfOf } from "./kept";
import { OpenWorkflow } from "./open";

const status = (open: OpenWorkflow) => open.store.getState().status;
const rename = (name: string): Command => ({ type: "rename_node", node_id: "a", name });

test("edits of one thing that follow each other closely are one step, however often they are sent", async () => {
  const server = new WorkflowServer();
  server.happens(add("a"));
  const open = server.opened();
  for (const name of ["A", "Al", "Alp"]) {
    open.edit("rename", [rename(name)], "name");
    await open.settled();
  }
  open.undo();
  expect(open.doc.nodes.get("a")?.name).toBe("a");
  await open.settled();
  expect(server.doc).toEqual(open.doc);
});

test("edits before and after a look at what there was are two steps, however closely they follow", async () => {
  const server = new WorkflowServer();
  server.happens(add("a"));
  const open = server.opened();
  open.edit("rename", [rename("A")], "name");
  open.endStep();
  open.edit("rename", [rename("B")], "name");
  await open.settled();
  open.undo();
  expect(open.doc.nodes.get("a")?.name).toBe("A");
});

test("what is on the tape is taken back and done again, by whoever opens the workflow next", async () => {
  const server = new WorkflowServer();
  const first = server.opened();
  first.edit("add", [add("a")]);
  first.edit("add", [add("b")]);
  await first.settled();
  first.undo();
  expect([...first.doc.nodes.keys()]).toEqual(["a"]);
  await first.settled();
  first.close();

  const second = server.opened();
  await second.resume();
  expect(second.store.getState().next).toMatchObject({ undo: {}, redo: {} });
  second.redo();
  expect([...second.doc.nodes.keys()]).toEqual(["a", "b"]);
  await second.settled();
  for (let step = 0; step < 2; step++) second.undo();
  await second.settled();
  expect(server.doc.nodes.size).toBe(0);
  expect(second.doc).toEqual(server.doc);
  expect(second.store.getState().next.undo).toBeNull();
});

test("what was never sent is taken back here, without the server, and is still there to be done again after a reload", async () => {
  const server = new WorkflowServer();
  const shelf = shelfOf("left");
  server.mood = "away";
  const open = server.opened(shelf);
  await open.resume();
  open.edit("add", [add("a")]);
  await vi.waitFor(() => expect(status(open)).toBe("offline"));
  open.edit("add", [add("b")]);
  open.edit("add", [add("c")]);
  open.undo();
  open.undo();
  expect([...open.doc.nodes.keys()]).toEqual(["a"]);
  expect(open.store.getState().waiting).toBe(1);
  open.close();

  const again = server.opened(shelf);
  await again.resume();
  again.redo();
  expect([...again.doc.nodes.keys()]).toEqual(["a", "b"]);
  server.mood = "well";
  await vi.waitFor(() => expect([...server.doc.nodes.keys()]).toEqual(["a", "b"]));
});

test("what may have arrived is taken back after it has been sent again", async () => {
  const server = new WorkflowServer();
  const open = server.opened();
  server.mood = "answer lost";
  open.edit("add", [add("a")]);
  await vi.waitFor(() => expect(server.doc.nodes.size).toBe(1));
  server.mood = "away";
  open.undo();
  expect(open.doc.nodes.size).toBe(0);
  server.mood = "well";
  await vi.waitFor(() => expect(status(open)).toBe("saved"));
  expect(server.doc.nodes.size).toBe(0);
  open.redo();
  await open.settled();
  expect([...server.doc.nodes.keys()]).toEqual(["a"]);
});

test("what others changed since is not taken back, and people are told", async () => {
  const server = new WorkflowServer();
  server.happens(add("a"));
  server.events = [];
  const open = server.opened();
  open.edit("add", [add("b")]);
  open.edit("rename", [rename("mine")]);
  await open.settled();
  server.happens(rename("theirs"));
  open.undo();
  await vi.waitFor(() => expect(open.store.getState().standoff).toMatchObject({ direction: "undo", theirs: [{ data: { name: "theirs" } }] }));
  expect(open.doc).toEqual(server.doc);
  expect(open.doc.nodes.get("a")?.name).toBe("theirs");
});

test("while the server is away, nobody is shown an undo that nobody knows", async () => {
  const server = new WorkflowServer();
  [1, 2].forEach((number) => server.steps.push({ stepId: String(number), back: [] }));
  const open = server.opened();
  await open.resume();
  server.mood = "away";
  open.undo();
  await vi.waitFor(() => expect(status(open)).toBe("offline"));
  open.undo();
  expect(open.store.getState().standoff).toEqual({ direction: "undo", theirs: null });
  expect(open.store.getState().waiting).toBe(1);
});
