import type { LogLine } from "./story";

/** What of the log is wanted; empty: all. */
export interface LogFilter {
  node: string;
  stream: string;
}

export function narrowed(lines: readonly LogLine[], { node, stream }: LogFilter): readonly LogLine[] {
  if (node === "" && stream === "") return lines;
  return lines.filter((line) => (node === "" || line.nodeId === node) && (stream === "" || line.stream === stream));
}

/** The places of the lines that hold the text, large and small letters alike. */
export function hitsIn(lines: readonly LogLine[], text: string): number[] {
  if (text === "") return [];
  const wanted = text.toLowerCase();
  return lines.flatMap(({ line }, place) => (line.toLowerCase().includes(wanted) ? [place] : []));
}

/** The next hit after this line's number, or before it; around the end to the other one. Null where there is none. */
export function hitBeside(lines: readonly LogLine[], hits: readonly number[], from: number | null, step: 1 | -1): number | null {
  const numbers = hits.map((place) => (lines[place] as LogLine).number);
  if (from === null) return (step === 1 ? numbers[0] : numbers.at(-1)) ?? null;
  const further = step === 1 ? numbers.find((number) => number > from) : numbers.findLast((number) => number < from);
  return further ?? (step === 1 ? numbers[0] : numbers.at(-1)) ?? null;
}

/** The line in pieces, those at odd places being what was looked for. */
export function pieces(line: string, text: string): string[] {
  if (text === "") return [line];
  const found: string[] = [];
  const [low, wanted] = [line.toLowerCase(), text.toLowerCase()];
  let from = 0;
  // Few letters change their length with their case; such lines are not marked.
  if (low.length !== line.length) return [line];
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    found.push(line.slice(from, at), line.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...found, line.slice(from)];
}
