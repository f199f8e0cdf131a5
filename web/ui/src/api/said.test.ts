import { afterEach, expect, test } from "vitest";
import { prefer } from "@/preferences/preferences";
import { Problem, Unreachable } from "./problem";
import { errorSaid, failureLine, faultSaid } from "./said";

afterEach(() => prefer({ language: "en" }));

function refused(code: string, detail: string): Problem {
  return new Problem(422, "Refused", detail, code);
}

test("a refusal is told in the reader's language, and in the server's words where its code has none", () => {
  prefer({ language: "de" });
  expect(errorSaid(refused("wrong_password", "this is not your present password"))).toBe("Das ist nicht dein jetziges Passwort.");
  expect(errorSaid(refused("of_tomorrow", "a new rule"))).toBe("a new rule");
  expect(errorSaid(new Unreachable("Flowtape does not answer"))).toBe("Flowtape antwortet nicht.");
});

test("what a code leaves open follows in the server's words", () => {
  prefer({ language: "de" });
  expect(errorSaid(refused("invalid_version", "the workflow has no version 7"))).toBe("Diese Version gibt es nicht: the workflow has no version 7");
});

test("a fault tells what it is about", () => {
  const message = "as the server says it";
  expect(faultSaid({ code: "unknown_type", message, data: { type: "odd.type" } })).toBe("the node type “odd.type” is not installed");
  prefer({ language: "de" });
  expect(faultSaid({ code: "invalid_parameter", message, data: { rule: "greater_than_equal", ge: 200 } })).toBe("das muss mindestens 200 sein");
  expect(faultSaid({ code: "invalid_parameter", message, data: { rule: "unheard_of" } })).toBe(`dieser Wert passt nicht: ${message}`);
  expect(faultSaid({ code: "invalid_expression", message, data: { fault: "closesNothing", mark: ")" } })).toBe("Diese ) schließt nichts.");
  expect(faultSaid({ code: "unknown_type", message })).toBe(message);
});

test("why a run failed is a heading and the line of what was recorded that says most", () => {
  const python = "ZeroDivisionError: division by zero (line 3)\n\nTraceback (most recent call last):\n  File \"<code>\", line 3\nZeroDivisionError: division by zero";
  const javascript = "TypeError: Cannot read properties of undefined (reading 'bar') (line 1)\n\nTypeError: Cannot read …\n    at code:1:57\n    at code:1:14";
  const bash = "The code exited with status 3. It said last:\n/tmp/code: line 1: cd: nowhere\n/tmp/code: line 2: nosuch: command not found\n";
  expect(failureLine({ code: "code_error", message: python })).toBe("The code raised an error, or returned what can’t be items: ZeroDivisionError: division by zero (line 3)");
  expect(failureLine({ code: "code_error", message: javascript })).toMatch(/ items: TypeError: Cannot read properties of undefined \(reading 'bar'\) \(line 1\)$/);
  expect(failureLine({ code: "non_zero_exit", message: bash })).toBe("The script ended with an error: /tmp/code: line 2: nosuch: command not found");
  expect(failureLine({ code: "stopped_by_us", message: "No budget left" })).toBe("No budget left");
  expect(failureLine({ code: "stopped_by_us", message: "2026-07-01T12:00:00Z is no date" })).toBe("2026-07-01T12:00:00Z is no date");
});
