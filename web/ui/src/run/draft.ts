import type { LogFields, NodeCompletedFields, NodeEndFields, NodeFailedFields, NodeRunFields, StreamEvent } from "./events";
import { LOG_LINES_KEPT, type LogLine, type Run, type Story, type Tick, type Track } from "./story";

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** The next story while it is written: each part is copied once, when it first changes. */
export class Draft {
  readonly story: Open<Story>;
  private tracks: Map<string, Track> | null = null;
  private readonly runsOf = new Map<string, Run[]>();
  private ticks: Tick[] | null = null;
  private logs: LogLine[] | null = null;

  constructor(before: Story) {
    this.story = { ...before };
  }

  addTick({ position, type, data }: StreamEvent, at: number): void {
    if (!this.ticks) this.story.ticks = this.ticks = [...this.story.ticks];
    this.ticks.push({ position, type, at, nodeId: typeof data["node_id"] === "string" ? data["node_id"] : null });
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
    const runs = this.runs(fields);
    const startedAt = Date.parse(fields.at);
    const lost = runs.findLastIndex((run) => run.runIndex === fields.run_index && run.endedAt === null);
    if (lost >= 0) runs[lost] = stopped(runs[lost] as Run, startedAt);
    this.put(runs, {
      runIndex: fields.run_index,
      attempt: fields.attempt,
      state: "running",
      startedAt,
      endedAt: null,
      durationMs: null,
      itemsIn: fields.items_in,
      itemsOut: new Map(),
      error: null,
    });
  }

  complete(fields: NodeCompletedFields): void {
    const itemsOut = new Map(Object.entries(fields.outputs).map(([port, output]) => [port, output.items]));
    this.put(this.runs(fields), { ...ended(fields), state: "completed", itemsOut, error: null });
  }

  fail(fields: NodeFailedFields): void {
    const error = { code: fields.code, message: fields.message, nodeId: fields.node_id };
    this.put(this.runs(fields), { ...ended(fields), state: "failed", itemsOut: new Map(), error });
  }

  pause(nodeId: string | null): void {
    const track = nodeId === null ? undefined : this.story.tracks.get(nodeId);
    const run = track?.runs.at(-1);
    if (track && run?.endedAt === null) {
      const runs = this.runs({ node_id: track.nodeId, name: track.name, type: track.type });
      runs[runs.length - 1] = { ...run, state: "waiting" };
    }
  }

  /** The execution is over: whatever still ran does so no more. */
  stopAll(at: number): void {
    for (const { nodeId, name, type, runs } of [...this.story.tracks.values()]) {
      if (runs.every((run) => run.endedAt !== null)) continue;
      const open = this.runs({ node_id: nodeId, name, type });
      open.forEach((run, index) => {
        if (run.endedAt === null) open[index] = stopped(run, at);
      });
    }
  }

  private put(runs: Run[], run: Run): void {
    const place = runs.findLastIndex((other) => other.runIndex === run.runIndex && other.attempt === run.attempt);
    if (place < 0) runs.push(run);
    else runs[place] = run;
  }

  /** The node's runs, free to be changed. */
  private runs({ node_id, name, type }: Pick<NodeRunFields, "node_id" | "name" | "type">): Run[] {
    const open = this.runsOf.get(node_id);
    if (open) return open;
    if (!this.tracks) this.story.tracks = this.tracks = new Map(this.story.tracks);
    const runs = [...(this.tracks.get(node_id)?.runs ?? [])];
    this.tracks.set(node_id, { nodeId: node_id, name, type, runs });
    this.runsOf.set(node_id, runs);
    return runs;
  }
}

function ended(fields: NodeEndFields): Omit<Run, "state" | "itemsOut" | "error"> {
  return {
    runIndex: fields.run_index,
    attempt: fields.attempt,
    startedAt: Date.parse(fields.started_at),
    endedAt: Date.parse(fields.at),
    durationMs: fields.duration_ms,
    itemsIn: fields.items_in,
  };
}

function stopped(run: Run, at: number): Run {
  return { ...run, state: "stopped", endedAt: at, durationMs: Math.max(0, at - run.startedAt) };
}
