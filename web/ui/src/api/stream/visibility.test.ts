import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { restWhileHidden } from "./visibility";

const GRACE = 20_000;

/** Tabs of one browser. */
function browser() {
  const name = crypto.randomUUID();
  return (visibilityState: DocumentVisibilityState) => {
    const page = Object.assign(new EventTarget(), { visibilityState });
    const channel = new BroadcastChannel(name);
    onTestFinished(() => channel.close());
    const tab = { rest: vi.fn(), wake: vi.fn() };
    restWhileHidden(tab, page, channel, GRACE);
    const becomes = (state: DocumentVisibilityState) => {
      page.visibilityState = state;
      page.dispatchEvent(new Event("visibilitychange"));
    };
    return { ...tab, becomes };
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  return () => vi.useRealTimers();
});

test("a hidden tab rests after a while, and wakes when it is shown", () => {
  const tab = browser()("visible");
  tab.becomes("hidden");
  vi.advanceTimersByTime(GRACE - 1);
  expect(tab.rest).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(tab.rest).toHaveBeenCalledOnce();
  tab.wake.mockClear();
  tab.becomes("visible");
  expect(tab.wake).toHaveBeenCalledOnce();
});

test("a short look at something else lets nothing go", () => {
  const tab = browser()("visible");
  tab.becomes("hidden");
  tab.becomes("visible");
  vi.advanceTimersByTime(GRACE * 2);
  expect(tab.rest).not.toHaveBeenCalled();
});

test("when another tab is shown, those that are hidden rest at once, and those beside it don't", async () => {
  const opened = browser();
  const [hidden, beside] = [opened("visible"), opened("visible")];
  hidden.becomes("hidden");
  opened("visible");
  while (hidden.rest.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(beside.rest).not.toHaveBeenCalled();
});

test("a tab that was opened in the background takes no connection", () => {
  const tab = browser()("hidden");
  expect(tab.rest).toHaveBeenCalledOnce();
  expect(tab.wake).not.toHaveBeenCalled();
});
