import { type RefObject, useLayoutEffect, useState } from "react";
import type { Drawing } from "./layout";

/** The part of a drawing to be drawn, in its own pixels. */
export interface View {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const ALL: View = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

/** Smaller graphs are drawn whole, so that all of their nodes can be reached with the keyboard. */
const WHOLE = 300;
/** A step of scrolling after which more is drawn, and how far around what is seen. */
const STEP = 400;

/** How large to draw it, and which part of it shows; that begins with the first node. */
export function useView(box: RefObject<HTMLDivElement | null>, drawing: Drawing, smallest: number) {
  const [width, setWidth] = useState(0);
  const [view, setView] = useState<View>({ left: 0, top: 0, right: STEP * 4, bottom: STEP * 2 });
  const scale = width === 0 ? 1 : Math.max(smallest, Math.min(1, width / drawing.width));

  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const look = () => {
      setWidth(current.clientWidth);
      setView((before) => keepEqual(before, around(current, scale)));
    };
    const observer = new ResizeObserver(look);
    observer.observe(current);
    current.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", look);
    };
  }, [box, scale]);

  useLayoutEffect(() => {
    const [first] = drawing.cards;
    const { current } = box;
    if (current && first) current.scrollTo(0, first.y * scale - current.clientHeight / 3);
  }, [box, drawing, scale]);

  return { scale, view: drawing.cards.length <= WHOLE ? ALL : view };
}

/** Whether a rectangle between two points is at least partly in view. */
export function isIn(view: View, from: { x: number; y: number }, to: { x: number; y: number }): boolean {
  return (
    Math.max(from.x, to.x) >= view.left &&
    Math.min(from.x, to.x) <= view.right &&
    Math.max(from.y, to.y) >= view.top &&
    Math.min(from.y, to.y) <= view.bottom
  );
}

function around(box: HTMLDivElement, scale: number): View {
  const down = (pixels: number) => (Math.floor(pixels / scale / STEP) - 1) * STEP;
  const up = (pixels: number) => (Math.ceil(pixels / scale / STEP) + 1) * STEP;
  return {
    left: down(box.scrollLeft),
    top: down(box.scrollTop),
    right: up(box.scrollLeft + box.clientWidth),
    bottom: up(box.scrollTop + box.clientHeight),
  };
}

function keepEqual(before: View, after: View): View {
  const same = before.left === after.left && before.top === after.top && before.right === after.right && before.bottom === after.bottom;
  return same ? before : after;
}
