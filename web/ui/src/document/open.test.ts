import { expect, test, vi } from "vitest";
import { Problem, Unreachable } from "@/api/problem";
import type { Workflow } from "@/api/workflows";
import { add, connect, EMPTY, node } from "@/testing/workflows";
import { apply } from "./apply";
import type { Command } from "./commands";
import { definitionOf, type Doc } from "./definition";
import { Draft } from "./draft";
import type { WorkflowEvent } from "./events";
import { shelfOf } from "./kept";
import { OpenWorkflow } from "./open";
import { changes, touches } from "./parts";

const PACE = { gather: 1, first: 1, longest: 5 };

/** The server's rules over a workflow in memory; `mood` may refuse, or lose the answer after the edits are stored. */
class Server {
  doc: Doc = EMPTY;
  events: { version: number; command: Command }[] = [];
  version = 1;
  batches: number[] = [];
  mood: "well" | "away" | "answer lost" = "well";

  send = (expected: number, commands: readonly Command[]) => {
    if (this.mood === "away") return Promise.reject(new Unreachable("away"));
    this.batches.push(commands.length);
    const since = this.events.filter(({ version }) => version > expected);
    const parts = new Set(since.flatMap(({ command }) => changes(command)));
    if (commands.some((command) => touches(command).some((part) => parts.has(part)))) {
      const body = { current_version: this.version, events: since.map(event) };
      return Promise.reject(new Problem(409, "Conflict", "stale", "version_conflict", [], null, body));
    }
    commands.forEach((command) => this.happens(command));
    if (this.mood === "answer lost") {
      this.mood = "well";
      return Promise.reject(new Unreachable("lost"));
    }
    return Promise.resolve({ version: this.version, position: 1, problems: [] });
  };

  happens(command: Command): void {
    if (apply(this.doc, command) === this.doc) return;
    this.doc = apply(this.doc, command);
    this.events.push({ version: ++this.version, command });
  }

  workflow(): Workflow {
    const { name, description } = this.doc;
    return { name, description, definition: definitionOf(this.doc), version: this.version, problems: [] } as unknown as Workflow;
  }

  opened(shelf = shelfOf("w")): OpenWorkflow {
    return new OpenWorkflow(this.workflow(), { send: this.send, load: () => Promise.resolve(this.workflow()) }, shelf, PACE);
  }
}

function event({ version, command }: { version: number; command: Command }): WorkflowEvent {
  const { type, ...data } = command;
  const topics: Partial<Record<Command["type"], string>> = { rename_node: "node_renamed", add_node: "node_added", configure_node: "node_configured" };
  const fields = command.type === "add_node" ? { ...command.node, node_id: command.node.id } : data;
  return { position: version, version, type: `workflow.${topics[type] ?? type}`, at: "", actor: "user:2", data: fields };
}

const status = (open: OpenWorkflow) => open.store.getState().status;
const rename = (name: string): Command => ({ type: "rename_node", node_id: "a", name });

test("edits are shown at once, gathered, and stored", async () => {
  const server = new Server();
  const open = server.opened();
  open.edit("add", [add("a")]);
  open.edit("add", [add("b"), connect("a", "b")]);
  expect(open.store.getState()).toMatchObject({ status: "saving", waiting: 3 });
  expect(open.doc.edges.size).toBe(1);
  await open.settled();
  expect(server.doc).toEqual(open.doc);
  expect(server.batches).toEqual([3]);
});

test("edits made while the server is away are kept, and sent when it is back", async () => {
  const server = new Server();
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

test("an answer that got lost makes nothing happen twice, and asks nobody", async () => {
  const server = new Server();
  server.mood = "answer lost";
  const open = server.opened();
  open.edit("add", [add("a"), rename("Alpha")]);
  await vi.waitFor(() => expect(status(open)).toBe("saved"));
  expect(server.doc.nodes.get("a")?.name).toBe("Alpha");
  expect(open.doc).toEqual(server.doc);
  expect(open.store.getState().conflict).toBeNull();
});

test("what others did elsewhere is taken in without asking", async () => {
  const server = new Server();
  server.happens(add("a"));
  const open = server.opened();
  server.happens(add("theirs"));
  open.edit("rename", [rename("Mine")]);
  await vi.waitFor(() => expect(open.doc.nodes.has("theirs")).toBe(true));
  await open.settled();
  expect(open.doc).toEqual(server.doc);
});

test.each(["mine", "theirs"] as const)("where both changed the same, people choose: %s", async (choice) => {
  const server = new Server();
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

test("after a reload, what was not stored is there again and is sent, and can be undone", async () => {
  const server = new Server();
  server.mood = "away";
  const first = server.opened();
  await first.resume();
  first.edit("add", [add("a")]);
  await vi.waitFor(() => expect(status(first)).toBe("offline"));
  first.close();

  server.mood = "well";
  const second = server.opened();
  await second.resume();
  expect(second.doc.nodes.has("a")).toBe(true);
  await vi.waitFor(() => expect(server.doc.nodes.has("a")).toBe(true));
  await second.settled();
  second.undo();
  await second.settled();
  expect(server.doc.nodes.size).toBe(0);
  second.redo();
  await second.settled();
  expect(server.doc.nodes.has("a")).toBe(true);
});

test("an edit that the server won't take is set aside with its reason, and the others go on", async () => {
  const server = new Server();
  const refuseOnce = vi.fn(server.send).mockRejectedValueOnce(
    new Problem(422, "Invalid", "can't be applied", "invalid_command", [{ loc: ["commands", 0, "node", "type"], message: "no such type" }]),
  );
  const open = new OpenWorkflow(server.workflow(), { send: refuseOnce, load: () => Promise.resolve(server.workflow()) }, shelfOf("x"), PACE);
  open.edit("add", [{ type: "add_node", node: node("bad", { type: "nothing" }) }, add("good")]);
  await vi.waitFor(() => expect(status(open)).toBe("saved"));
  expect(open.store.getState().refusal).toMatchObject({ message: "no such type", commands: [{ node: { id: "bad" } }] });
  expect([...server.doc.nodes.keys()]).toEqual(["good"]);
});

test("events that come while edits are on their way are taken in after them", async () => {
  const server = new Server();
  let answer: () => void = () => undefined;
  const send: Server["send"] = async (...batch) => {
    const stored = await server.send(...batch);
    await new Promise<void>((resolve) => (answer = resolve));
    return stored;
  };
  const open = new OpenWorkflow(server.workflow(), { send, load: () => Promise.resolve(server.workflow()) }, shelfOf("y"), PACE);
  open.edit("add", [add("mine")]);
  await vi.waitFor(() => expect(server.doc.nodes.has("mine")).toBe(true));
  server.happens(add("theirs"));
  open.take(server.events.map(event));
  expect(open.doc.nodes.has("theirs")).toBe(false);
  answer();
  await vi.waitFor(() => expect(open.doc).toEqual(server.doc));
});

test("after a gap in the stream the workflow is loaded anew", async () => {
  const server = new Server();
  const open = server.opened();
  server.happens(add("missed"));
  server.happens(add("heard"));
  open.take(server.events.slice(1).map(event));
  await vi.waitFor(() => expect([...open.doc.nodes.keys()]).toEqual(["missed", "heard"]));
});

test("events of the stream are taken in under edits of ours", () => {
  const server = new Server();
  server.mood = "away";
  const open = server.opened();
  open.edit("add", [add("mine")]);
  server.happens(add("theirs"));
  open.take(server.events.map(event));
  expect([...open.doc.nodes.keys()]).toEqual(["theirs", "mine"]);
});

test("what was typed on a value that others changed meanwhile is met as a conflict", async () => {
  const server = new Server();
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
  const server = new Server();
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
