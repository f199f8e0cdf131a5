import { expect, test } from "vitest";
import { CARD, draw } from "./layout";
import { layers } from "./layers";
import { ALL, isIn } from "./view";

const edge = (source: string, target: string, source_port = "main") => ({ source, target, source_port });
const at = (id: string, x: number, y: number) => ({ id, type: "code", position: { x, y } });

test("people's own places are kept, moved into view", () => {
  const { cards, width, height } = draw({ nodes: [at("a", -500, 100), at("b", -200, 40)] });
  expect(cards[0]).toMatchObject({ x: 24, y: 84 });
  expect(cards[1]).toMatchObject({ x: 361.5, y: 24 });
  expect([width, height]).toEqual([361.5 + CARD.width + 24, 84 + CARD.height + 24]);
});

test("nodes without places, or on top of each other, are laid out from left to right", () => {
  for (const position of [undefined, { x: 0, y: 0 }]) {
    const nodes = ["a", "b", "c"].map((id) => ({ id, type: "code", ...(position && { position }) }));
    const { cards } = draw({ nodes, edges: [edge("a", "b"), edge("b", "c"), edge("a", "c")] });
    const xs = cards.map((card) => card.x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(new Set(xs).size).toBe(3);
  }
});

test("ports of one node leave it at places of their own, true above false", () => {
  const { links } = draw({ nodes: [at("a", 0, 0), at("b", 300, 0)], edges: [edge("a", "b", "false"), edge("a", "b", "true")] });
  const starts = links.map((link) => Number(/^M\S+ (\S+)C/.exec(link.path)?.[1]));
  expect(starts[1]).toBeLessThan(starts[0] as number);
});

test("a cycle ends, and every node is placed once", () => {
  const columns = layers(["a", "b", "c"], [edge("a", "b"), edge("b", "c"), edge("c", "b"), edge("c", "c")]);
  expect(columns.flat().sort()).toEqual(["a", "b", "c"]);
});

test("ids that mean something to JavaScript are ids like any other", () => {
  const nodes = ["__proto__", "constructor", "toString"].map((id) => ({ id, type: "code" }));
  const { cards, links } = draw({ nodes, edges: [edge("__proto__", "constructor"), edge("constructor", "nowhere")] });
  expect(new Set(cards.map(({ x, y }) => `${x} ${y}`)).size).toBe(3);
  expect(links).toHaveLength(1);
});

test("five thousand nodes are laid out in a moment", () => {
  const ids = Array.from({ length: 5000 }, (_, i) => `n${i}`);
  const edges = ids.slice(1).map((id, i) => edge(`n${i}`, id));
  const before = performance.now();
  expect(draw({ nodes: ids.map((id) => ({ id, type: "code" })), edges }).links).toHaveLength(4999);
  expect(performance.now() - before).toBeLessThan(1000);
});

test("only what lies in view is drawn, a link across it included", () => {
  const view = { left: 100, top: 100, right: 200, bottom: 200 };
  expect(isIn(view, { x: 0, y: 0 }, { x: 99, y: 300 })).toBe(false);
  expect(isIn(view, { x: 150, y: 201 }, { x: 160, y: 220 })).toBe(false);
  expect(isIn(view, { x: 300, y: 0 }, { x: 0, y: 300 })).toBe(true);
  expect(isIn(ALL, { x: -1e9, y: 0 }, { x: -1e9, y: 1 })).toBe(true);
});
