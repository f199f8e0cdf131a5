import { expect, test, vi } from "vitest";
import { startsWith, useStarting } from "./starting";

const FILE = { file_id: "f1", name: "a.csv", mime: "text/csv", size: 3 };

test("what a run begins with belongs to its workflow alone", () => {
  startsWith("a1");
  useStarting.setState({ input: '{"n": 1}', error: new Error("it didn't start") });
  startsWith("a2");
  expect(useStarting.getState()).toMatchObject({ input: "", files: [], error: null });
});

test("it is there again when the workflow is opened again", () => {
  startsWith("b1");
  useStarting.setState({ input: '{"n": 1}' });
  useStarting.setState({ files: [FILE] });
  startsWith("b2");
  useStarting.setState({ input: '{"n": 2}' });
  startsWith("b1");
  expect(useStarting.getState()).toMatchObject({ input: '{"n": 1}', files: [FILE] });
});

test("what is too large for the browser is not replaced by what it was before", () => {
  startsWith("c1");
  useStarting.setState({ input: "{}" });
  const full = vi.spyOn(sessionStorage, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  useStarting.setState({ input: '{"n": 3}' });
  full.mockRestore();
  expect(useStarting.getState().input).toBe('{"n": 3}');
  startsWith("c1");
  expect(useStarting.getState().input).toBe("");
});
