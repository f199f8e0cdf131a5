import { expect, test } from "vitest";
import { Line } from "./line";
import { type Subject, Subscription, type Told } from "./subscription";

function listener(subject: Subject, place?: number) {
  const heard: (Told["data"] | "open" | "presence")[] = [];
  const told = {
    onOpen: () => heard.push("open"),
    onEvent: ({ data }: Told) => heard.push(data),
    onPresence: () => heard.push("presence"),
  };
  const subscription = new Subscription(subject, told);
  if (place !== undefined) subscription.place = place;
  return { subscription, heard };
}

const message = (event: string, data: object, id = "") => ({ id, event, data: JSON.stringify(data) });
const happens = (position: number, about: object) => message("tick", { position, data: { n: position }, ...about }, String(position));
const opens = message("open", { position: 10 });

test("each subject is asked for once, from the place of whoever is furthest behind", () => {
  const subscriptions = [listener("workflow=w", 7), listener("workflow=w", 5), listener("workflow=w"), listener("list=workflows"), listener("execution=A")];
  const line = new Line(subscriptions.map(({ subscription }) => subscription));
  expect(line.query).toBe("workflow=w@5&list=workflows&execution=a@0");
});

test("an id from an address can't ask for anything else", () => {
  expect(new Line([listener("execution=a&list=executions").subscription]).query).toBe("execution=a%26list%3Dexecutions@0");
});

test("an event goes to whom it concerns and who hasn't had it", () => {
  const [early, late, list, other] = [listener("execution=a", 3), listener("execution=a", 6), listener("list=executions"), listener("execution=b")];
  const line = new Line([early, late, list, other].map(({ subscription }) => subscription));
  line.take(opens);
  line.take(happens(5, { execution_id: "a" }));
  line.take(happens(11, { execution_id: "a", list: "executions", row: { status: "running" } }));
  line.take(happens(12, { execution_id: "z", list: "executions" }));
  line.settle();
  expect(early.heard).toEqual([{ n: 5 }, { n: 11 }]);
  expect(late.heard).toEqual([{ n: 11 }]);
  expect(list.heard).toEqual(["open", { status: "running" }, { n: 12 }]);
  expect(other.heard).toEqual([]);
  expect([early, late, list, other].map(({ subscription }) => subscription.place)).toEqual([12, 12, 12, 12]);
});

test("history of one subject doesn't take back the places of others", () => {
  const [run, list] = [listener("execution=a"), listener("list=executions")];
  const line = new Line([run.subscription, list.subscription]);
  line.take(opens);
  line.take(happens(4, { execution_id: "a" }));
  line.settle();
  expect([run.subscription.place, list.subscription.place]).toEqual([4, 10]);
});

test("a list that missed too much begins anew, and only that", () => {
  const [one, other] = [listener("list=executions", 1), listener("list=workflows", 1)];
  const line = new Line([one.subscription, other.subscription]);
  line.take(opens);
  line.take(message("reset", { list: "executions" }));
  line.take(happens(9, { workflow_id: "w", list: "workflows" }));
  expect([one.heard, other.heard]).toEqual([["open"], [{ n: 9 }]]);
  expect(one.subscription.place).toBe(10);
});

test("who wants to know who is there needs a connection that begins", () => {
  const workflow = listener("workflow=w");
  const line = new Line([workflow.subscription]);
  line.take(opens);
  line.take(message("presence", { workflow_id: "w" }));
  expect(workflow.heard).toEqual(["open", "presence"]);
  expect(line.join(listener("workflow=w").subscription)).toBe(false);
  expect(line.join(new Subscription("workflow=w", { onEvent: () => undefined }))).toBe(true);
});

test("who joins when the connection is lost begins with the next one", () => {
  const line = new Line([listener("list=executions").subscription]);
  line.take(opens);
  line.settle();
  const late = new Subscription("list=executions", { onEvent: () => undefined });
  expect(line.join(late)).toBe(true);
  expect(late.place).toBeNull();
  new Line([late]).take(opens);
  expect([late.place, late.isAt("live")]).toEqual([10, true]);
});

test("who joins is told what comes from then on, also by the connection after this one", () => {
  const line = new Line([listener("list=executions").subscription]);
  line.take(opens);
  line.take(happens(15, { list: "executions" }));
  const late = new Subscription("list=executions", { onEvent: () => undefined });
  expect(line.join(late)).toBe(true);
  line.leave(late);
  expect(late.place).toBe(15);
});
