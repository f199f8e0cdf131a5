export interface Line {
  kind: "same" | "gone" | "new";
  text: string;
}

/** Texts with more differences than this are told apart as a whole, before comparing takes long. */
const MOST = 2000;

/** The lines of both texts: what is gone, what is new, what stayed; as few differences as there can be (Myers). */
export function compareLines(before: string, after: string): Line[] {
  const [one, other] = [linesOf(before), linesOf(after)];
  const trail = search(one, other);
  return trail ? walk(one, other, trail) : [...one.map((text) => line("gone", text)), ...other.map((text) => line("new", text))];
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

type Reach = Map<number, number>;

/** How far each diagonal was reached with 0, 1, 2, … differences. */
function search(one: readonly string[], other: readonly string[]): Reach[] | null {
  let reach: Reach = new Map([[1, 0]]);
  const trail: Reach[] = [];
  for (let differences = 0; differences <= Math.min(MOST, one.length + other.length); differences++) {
    trail.push(new Map(reach));
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = comesDown(reach, diagonal, differences) ? at(reach, diagonal + 1) : at(reach, diagonal - 1) + 1;
      while (x < one.length && x - diagonal < other.length && one[x] === other[x - diagonal]) x++;
      reach = reach.set(diagonal, x);
      if (x >= one.length && x - diagonal >= other.length) return trail;
    }
  }
  return null;
}

function walk(one: readonly string[], other: readonly string[], trail: readonly Reach[]): Line[] {
  const lines: Line[] = [];
  let [x, y] = [one.length, other.length];
  for (let differences = trail.length - 1; differences >= 0; differences--) {
    const reach = trail[differences] ?? new Map<number, number>();
    const down = comesDown(reach, x - y, differences);
    const from = x - y + (down ? 1 : -1);
    const [startX, startY] = [at(reach, from), at(reach, from) - from];
    while (x > startX && y > startY && x > 0 && y > 0) {
      lines.push(line("same", one[--x]));
      y--;
    }
    if (differences === 0) break;
    if (down) lines.push(line("new", other[--y]));
    else lines.push(line("gone", one[--x]));
  }
  return lines.reverse();
}

function comesDown(reach: Reach, diagonal: number, differences: number): boolean {
  return diagonal === -differences || (diagonal !== differences && at(reach, diagonal - 1) < at(reach, diagonal + 1));
}

function at(reach: Reach, diagonal: number): number {
  return reach.get(diagonal) ?? -1;
}

function line(kind: Line["kind"], text = ""): Line {
  return { kind, text };
}
