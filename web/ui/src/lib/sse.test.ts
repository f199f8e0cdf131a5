import { expect, test } from "vitest";
import { MessageReader } from "@/lib/sse";

const whole = 'id: 7\nevent: execution.completed\ndata: {"a":1}\n\n';

test("a message arrives with its id, event and data", () => {
  expect(new MessageReader().push(whole)).toEqual([{ id: "7", event: "execution.completed", data: '{"a":1}' }]);
});

test.each(["\n", "\r\n", "\r"])("pieces may be cut anywhere, with lines ending in %j", (end) => {
  const text = (": hello\n\n" + whole + whole.replace("7", "8")).replaceAll("\n", end) + ":";
  const reader = new MessageReader();
  const messages = Array.from(text).flatMap((character) => reader.push(character));
  expect(messages.map((message) => message.id)).toEqual(["7", "8"]);
});

test("comments alone say nothing, and an unfinished message waits", () => {
  const reader = new MessageReader();
  expect(reader.push(": still here\n\nid: 9\ndata: x\n")).toEqual([]);
  expect(reader.push("\n")).toEqual([{ id: "9", event: "message", data: "x" }]);
});

test("data over several lines is joined, and only one leading space goes", () => {
  expect(new MessageReader().push("data:  a\ndata\ndata: b\n\n")[0]?.data).toBe(" a\n\nb");
});
