import { expect, onTestFinished, test, vi } from "vitest";
import { Problem, Unreachable } from "@/api/problem";
import type { Workflow } from "@/api/workflows";
import { add, connect, EMPTY, node } from "@/testing/workflows";
import { apply } from "./apply";
import type { Command } from "./commands";
import { definitionOf, type Doc } from "./definition";
import { Draft } from "./draft";
import type { WorkflowEvent } from "./events";
import { type Kept, shelfOf } from "./kept";
import { inverseAll } from "./inverse";
import { OpenWorkflow } from "./open";
import type { Answer } from "./open-state";
import { changes, touches } from "./parts";
import { type Step, stepOf } from "./step";

const PACE = { gather: 1, first: 1, longest: 5 };

/** The server's rules over a workflow in memory; `mood` may refuse, or lose the answer after the edits are stored. */
class Server {
  doc: Doc = EMPTY;
  events: { version: number; command: Command | null; batch: string }[] = [];
  version = 1;
  batches: number[] = [];
  mood: "well" | "away" | "archived" | "answer lost" = "well";
  /** Of the person whose workflow is open: what each step was made of, and how it is taken back. */
  steps: { stepId: string; back: readonly Command[] }[] = [];
  undone: { back: readonly Command[] }[] = [];

  send = async (expected: number, step: Step): Promise<Answer> => {
    if (this.mood === "away") throw new Unreachable("away");
    if (this.mood === "archived") throw new Problem(404, "Not Found", "there is no such workflow", "not_found", [], null, {});
    this.batches.push(step.commands.length);
    const before = this.events.filter(({ batch }) => batch === step.id).at(-1);
    const since = this.events.filter(({ version }) => version > expected);
    if (!before) this.stores(step, since);
    if (this.mood === "answer lost") {
      this.mood = "well";
      throw new Unreachable("lost");
    }
    const events = since.filter(({ batch }) => batch !== step.id).map(event);
    return { version: before?.version ?? this.version, problems: [], events, ...(step.kind === "edit" ? {} : { offers: await this.offers() }) };
  };

  private stores(step: Step, since: Server["events"]): void {
    const from = this.steps.at(-1);
    const [steps, other] = step.kind === "redo" ? [this.undone, this.steps] : [this.steps, this.undone];
    const commands = step.kind === "edit" ? step.commands : (steps.at(-1)?.back ?? []);
    const parts = new Set((step.kind === "edit" ? since : this.events.filter(({ batch }) => batch === "")).flatMap(({ command }) => (command ? changes(command) : [])));
    if (commands.some((command) => touches(command).some((part) => parts.has(part)))) {
      const body = { current_version: this.version, events: since.map(event) };
      throw new Problem(409, "Conflict", "stale", "version_conflict", [], null, body);
    }
    const back = inverseAll(this.doc, commands);
    if (step.kind !== "edit") {
      steps.pop();
      this.events.push({ version: ++this.version, command: null, batch: step.id });
      (other as { back: readonly Command[] }[]).push({ ...{ stepId: "" }, back });
    } else if (from?.stepId === step.stepId) {
      from.back = [...back, ...from.back];
    } else {
      this.steps.push({ stepId: step.stepId, back });
      this.undone = [];
    }
    commands.forEach((command) => this.happens(command, step.id));
  }

  offers = () => {
    const offer = (step: { back: readonly Command[] } | undefined) => (step ? { name: { "workflow.node_added": 1 }, edits: step.back, stepId: null } : null);
    return Promise.resolve({ undo: offer(this.steps.at(-1)), redo: offer(this.undone.at(-1)) });
  };

  happens(command: Command, batch = ""): void {
    if (apply(this.doc, command) === this.doc) return;
    this.doc = apply(this.doc, command);
    this.events.push({ version: ++this.version, command, batch });
  }

  workflow(): Workflow {
    const { name, description } = this.doc;
    return { name, description, definition: definitionOf(this.doc), version: this.version, problems: [] } as unknown as Workflow;
  }

  opened(shelf = shelfOf(crypto.randomUUID()), send = this.send): OpenWorkflow {
    return new OpenWorkflow(this.workflow(), { send, offers: this.offers, load: () => Promise.resolve(this.workflow()) }, shelf, PACE);
  }
}

function event({ version, command, batch }: Server["events"][number]): WorkflowEvent {
  if (!command) return { position: version, version, type: "workflow.edits_undone", at: "", actor: "user:1", batch_id: batch, data: {} };
  const { type, ...data } = command;
  const topics: Partial<Record<Command["type"], string>> = { rename_node: "node_renamed", add_node: "node_added", configure_node: "node_configured", remove_node: "node_removed" };
  const fields = command.type === "add_node" ? { ...command.node, node_id: command.node.id } : data;
  return { position: version, version, type: `workflow.${topics[type] ?? type}`, at: "", actor: "user:2", batch_id: batch || null, data: fields };
}

const status = (open: OpenWorkflow) => open.store.getState().status;
const rename = (name: string): Command => ({ type: "rename_node", node_id: "a", name });

test("edits are shown at once, gathered, and stored", async () => {
  const server = new Server();
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

test("edits of a workflow that somebody archives are kept, and sent when it is restored", async () => {
  const server = new Server();
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

test("an edit that the server won't take is set aside with its reason, and the others go on", async () => {
  const server = new Server();
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
  const server = new Server();
  let answer: () => void = () => undefined;
  const send: Server["send"] = async (...batch) => {
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

test("edits of one thing that follow each other closely are one step, however often they are sent", async () => {
  const server = new Server();
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
  const server = new Server();
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
  const server = new Server();
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
  const server = new Server();
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

test("what is edited while what was left is looked up comes after it, and neither is lost", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const server = new Server();
  const after = <T>(milliseconds: number, make: () => T | Promise<T>) => new Promise((resolve) => setTimeout(resolve, milliseconds)).then(make);
  const left: Kept = { madeFor: 1, steps: [stepOf({ kind: "edit", name: "add", commands: [add("left")] })], withdrawn: [] };
  const slowly = (expected: number, step: Step) => after(20, () => server.send(expected, step));
  const open = server.opened({ take: () => after(10, () => left), put: () => undefined }, slowly);
  void open.resume();
  open.edit("add", [add("new")]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([...server.doc.nodes.keys()]).toEqual(["left", "new"]);
  expect(open.doc).toEqual(server.doc);
});

test("what a tab left that is no more outlives another that is opened and left at once", async () => {
  const server = new Server();
  const step = stepOf({ kind: "edit", name: "add", commands: [add("left")] });
  localStorage.setItem("flowtape.edits.quick.no-more", JSON.stringify({ madeFor: 1, steps: [step], withdrawn: [] }));
  const hasty = server.opened(shelfOf("quick"));
  const resumed = hasty.resume();
  hasty.close();
  await resumed;
  const open = server.opened(shelfOf("quick"));
  await open.resume();
  await open.settled();
  expect([...server.doc.nodes.keys()]).toEqual(["left"]);
});

test("edits are sent though nobody can say what was left", async () => {
  const server = new Server();
  const open = server.opened({ take: () => Promise.reject(new Error("no locks here")), put: () => undefined });
  void open.resume();
  open.edit("add", [add("a")]);
  await open.settled();
  expect(server.doc).toEqual(open.doc);
});

test("what may have arrived is taken back after it has been sent again", async () => {
  const server = new Server();
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
  const server = new Server();
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
  const server = new Server();
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
