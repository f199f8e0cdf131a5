/** How long a tab that nobody sees keeps its connection: long enough for a look at another one. */
const GRACE = 20_000;

interface Rests {
  rest: () => void;
  wake: () => void;
}

/**
 * A hidden tab rests after a while, and at once when another one is shown, so that tabs in the background leave
 * the browser's few connections to those that people look at. One that was opened there rests until it is shown.
 */
export function restWhileHidden(stream: Rests, page: Pick<Document, "visibilityState" | "addEventListener">, tabs: BroadcastChannel, grace = GRACE): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isHidden = () => page.visibilityState === "hidden";
  const rest = () => {
    clearTimeout(timer);
    stream.rest();
  };
  const shown = () => {
    tabs.postMessage("shown");
    stream.wake();
  };
  page.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (isHidden()) timer = setTimeout(rest, grace);
    else shown();
  });
  tabs.addEventListener("message", () => isHidden() && rest());
  if (isHidden()) rest();
  else shown();
}
