import { expect, onTestFinished, test, vi } from "vitest";
import { WorkflowServer } from "@/testing/workflow-server";
import { add } from "@/testing/workflows";
import { type Kept, shelfOf } from "./kept";
import { type Step, stepOf } from "./step";

test("what is edited while what was left is looked up comes after it, and neither is lost", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const server = new WorkflowServer();
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
  const server = new WorkflowServer();
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
  const server = new WorkflowServer();
  const open = server.opened({ take: () => Promise.reject(new Error("no locks here")), put: () => undefined });
  void open.resume();
  open.edit("add", [add("a")]);
  await open.settled();
  expect(server.doc).toEqual(open.doc);
});
