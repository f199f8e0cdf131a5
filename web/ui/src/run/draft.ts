import type {
  LogFields,
  NodeCompletedFields,
  NodeEndFields,
  NodeFailedFields,
  NodeRetryFields,
  NodeRunFields,
  NodeWaitingFields,
} from "./events";
import { LOG_LINES_KEPT, type LogLine, type Pause, type Run, type Story, type Track } from "./story";

type Open<T> = { -readonly [K in keyof T]: T[K] };

interface OpenTrack extends Track {
  runs: Run[];
  left: Map<string, number>;
}

/** The next story while it is written: each part is copied once, when it first changes. */
export class Draft {
  readonly story: Open<Story>;
  private tracks: Map<string, Track> | null = null;
  private readonly open = new Map<string, OpenTrack>();
  private logs: LogLine[] | null = null;

  constructor(before: Story) {
    this.story = { ...before };
  }

  addLines(lines: readonly LogFields[]): void {
    if (!this.logs) this.logs = [...this.story.logs];
    let number = this.story.logsDropped + this.logs.length;
    for (const [at, nodeId, runIndex, stream, line] of lines) {
      this.logs.push({ number: number++, at: Date.parse(at), nodeId, runIndex, stream, line });
    }
    const beyond = this.logs.length - LOG_LINES_KEPT;
    if (beyond > 0) {
      this.logs.splice(0, beyond);
      this.story.logsDropped += beyond;
    }
    this.story.logs = this.logs;
  }

  start(fields: NodeRunFields): void {
    const { runs } = this.track(fields);
    const at = Date.parse(fields.at);
    this.leaveAttempts(runs, fields, at);
    const before = this.same(runs, fields);
    const startedAt = before?.startedAt ?? at;
    put(runs, { ...begun(fields, startedAt), pauses: ended(before?.pauses ?? [], at) });
  }

  complete(fields: NodeCompletedFields): void {
    const track = this.track(fields);
    const run = this.over(track.runs, fields);
    put(track.runs, { ...run, state: "completed", origin: fields.origin ?? "run" });
    for (const [port, items] of run.itemsOut) track.left.set(port, (track.left.get(port) ?? 0) + items);
  }

  fail(fields: NodeFailedFields): void {
    const track = this.track(fields);
    const run = this.over(track.runs, fields);
    put(track.runs, { ...run, state: "failed", error: { code: fields.code, message: fields.message, nodeId: fields.node_id } });
    for (const [port, items] of run.itemsOut) track.left.set(port, (track.left.get(port) ?? 0) + items);
  }

  retry(fields: NodeRetryFields): void {
    const { runs } = this.track(fields);
    const error = { code: fields.code, message: fields.message, nodeId: fields.node_id };
    put(runs, { ...this.over(runs, fields), state: "retrying", error, retryAt: Date.parse(fields.retry_at) });
  }

  wait(fields: NodeWaitingFields): void {
    const { runs } = this.track(fields);
    const { kind, message } = fields;
    const at = Date.parse(fields.at);
    this.leaveAttempts(runs, fields, at);
    const before = this.same(runs, fields);
    const pause: Pause = { from: at, to: null, kind, message, until: fields.until === null ? null : Date.parse(fields.until) };
    const run = begun(fields, before?.startedAt ?? Date.parse(fields.started_at));
    put(runs, { ...run, state: "waiting", pauses: [...ended(before?.pauses ?? [], at), pause], children: fields.children ?? [] });
  }

  /** The execution waits because of this node. */
  pause(nodeId: string | null): void {
    this.change(nodeId, (run) => (run.state === "running" ? { ...run, state: "waiting" } : run));
  }

  resume(nodeId: string | null, runIndex: number | null, at: number): void {
    this.change(nodeId, (run) =>
      run.state === "waiting" && (runIndex === null || run.runIndex === runIndex) ? { ...run, state: "running", pauses: ended(run.pauses, at) } : run,
    );
  }

  /** The execution is over: whatever still ran does so no more. */
  stopAll(at: number): void {
    for (const { nodeId, runs } of [...this.story.tracks.values()]) {
      if (runs.some(isUnfinished)) this.change(nodeId, (run) => (isUnfinished(run) ? stopped(run, at) : run));
    }
  }

  private change(nodeId: string | null, next: (run: Run) => Run): void {
    const track = nodeId === null ? undefined : this.story.tracks.get(nodeId);
    if (!track) return;
    const { runs } = this.track({ node_id: track.nodeId, name: track.name, type: track.type });
    for (let index = runs.length - 1; index >= 0; index--) runs[index] = next(runs[index] as Run);
  }

  /** Earlier attempts at the same run are past: they failed, or were lost with their worker. */
  private leaveAttempts(runs: Run[], { run_index, attempt }: NodeRunFields, at: number): void {
    for (let index = runs.length - 1; index >= 0; index--) {
      const run = runs[index] as Run;
      if (run.runIndex < run_index) return;
      if (run.runIndex > run_index || run.attempt === attempt) continue;
      if (run.state === "retrying") runs[index] = { ...run, state: "failed" };
      else if (run.endedAt === null) runs[index] = stopped(run, at);
    }
  }

  private same(runs: readonly Run[], { run_index, attempt }: NodeRunFields): Run | undefined {
    const [place, found] = placeOf(runs, run_index, attempt);
    return found ? runs[place] : undefined;
  }

  private over(runs: Run[], fields: NodeEndFields): Run {
    const at = Date.parse(fields.at);
    this.leaveAttempts(runs, fields, at);
    const outputs = Object.entries(fields.outputs ?? {});
    return {
      ...begun(fields, Date.parse(fields.started_at)),
      endedAt: at,
      durationMs: fields.duration_ms,
      itemsOut: new Map(outputs.map(([port, { items }]) => [port, items])),
      sizes: new Map(outputs.map(([port, { size }]) => [port, size ?? 0])),
      pauses: ended(this.same(runs, fields)?.pauses ?? [], at),
      children: fields.children ?? [],
    };
  }

  /** The node's runs and sums, free to be changed. */
  private track({ node_id, name, type }: Pick<NodeRunFields, "node_id" | "name" | "type">): OpenTrack {
    const known = this.open.get(node_id);
    if (known) return known;
    if (!this.tracks) this.story.tracks = this.tracks = new Map(this.story.tracks);
    const before = this.tracks.get(node_id);
    const track = { nodeId: node_id, name, type, runs: [...(before?.runs ?? [])], left: new Map(before?.left) };
    this.tracks.set(node_id, track);
    this.open.set(node_id, track);
    return track;
  }
}

const NONE: ReadonlyMap<string, number> = new Map();

function begun(fields: NodeRunFields, startedAt: number): Run {
  return {
    runIndex: fields.run_index,
    attempt: fields.attempt,
    state: "running",
    startedAt,
    endedAt: null,
    durationMs: null,
    itemsIn: fields.items_in,
    sources: (fields.sources ?? []).map(({ node_id, run_index, port }) => ({ nodeId: node_id, runIndex: run_index, port })),
    itemsOut: NONE,
    sizes: NONE,
    origin: "run",
    error: null,
    retryAt: null,
    pauses: [],
    children: [],
  };
}

function put(runs: Run[], run: Run): void {
  const [place, found] = placeOf(runs, run.runIndex, run.attempt);
  runs.splice(place, found ? 1 : 0, run);
}

/** Where such a run is or belongs; looked for from the end, since what is told is nearly always the newest. */
function placeOf(runs: readonly Run[], runIndex: number, attempt: number): [place: number, found: boolean] {
  let place = runs.length;
  while (place > 0) {
    const before = runs[place - 1] as Run;
    if (before.runIndex === runIndex && before.attempt === attempt) return [place - 1, true];
    if (before.runIndex < runIndex || (before.runIndex === runIndex && before.attempt < attempt)) break;
    place--;
  }
  return [place, false];
}

function isUnfinished(run: Run): boolean {
  return run.endedAt === null || run.state === "retrying";
}

function ended(pauses: readonly Pause[], at: number): readonly Pause[] {
  return pauses.some(({ to }) => to === null) ? pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause)) : pauses;
}

function stopped(run: Run, at: number): Run {
  if (run.state === "retrying") return { ...run, state: "failed" };
  return { ...run, state: "stopped", endedAt: at, durationMs: Math.max(0, at - run.startedAt), pauses: ended(run.pauses, at) };
}
