/** It took longer than `limit` milliseconds; the evaluator was replaced. */
export class TookTooLong extends Error {}
/** There is no evaluator, such as while the server is away. */
export class NoEvaluator extends Error {}

const STARTING_MS = 15_000;

interface Running {
  frame: HTMLIFrameElement;
  port: MessagePort;
}

/**
 * Runs expressions in a worker of a frame whose origin is its own and which reaches nothing (`web/evaluator.py`).
 * One request at a time; what doesn't answer in time is removed, with the frame that it runs in.
 */
export class Evaluator {
  private running: Promise<Running> | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly limit: number) {}

  /** `request` and the answer are JSON, as `workers/expressions/calls.py` has them. Rejects with `TookTooLong` or `NoEvaluator`. */
  ask(request: string): Promise<string> {
    const answer = this.last.then(() => this.answered(request));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async answered(request: string): Promise<string> {
    this.running ??= start();
    const running = await this.running.catch((error: unknown) => {
      this.running = null;
      throw error;
    });
    const answer = await within(this.limit, heard(running.port, () => running.port.postMessage([0, request])));
    if (answer !== LATE && Array.isArray(answer) && typeof answer[1] === "string") return answer[1];
    running.frame.remove();
    this.running = null;
    throw new TookTooLong();
  }
}

async function start(): Promise<Running> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.src = "/evaluator.html";
  frame.hidden = true;
  frame.title = "Expressions";
  const { port1, port2 } = new MessageChannel();
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  const ready = loaded.then(() => heard(port1, () => frame.contentWindow?.postMessage(null, "*", [port2])));
  if ((await within(STARTING_MS, ready)) === "ready") return { frame, port: port1 };
  frame.remove();
  throw new NoEvaluator();
}

function heard(port: MessagePort, ask: () => void): Promise<unknown> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data);
    ask();
  });
}

const LATE = Symbol("late");

async function within(milliseconds: number, answer: Promise<unknown>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(LATE), milliseconds);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
