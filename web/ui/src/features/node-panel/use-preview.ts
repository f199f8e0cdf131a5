import { useEffect, useState } from "react";
import { Evaluator, NoEvaluator, TookTooLong } from "@/expressions/evaluator";
import { type Preview, preview } from "@/expressions/preview";
import type { World } from "./world";

export const LIMIT_MS = 1000;
const PAUSE_MS = 120;

export type Shown = Preview | { kind: "stopped" } | { kind: "away" };

const evaluator = new Evaluator(LIMIT_MS);

/** What the text comes to; null where it holds no expression, or until it is known for the first time. */
export function usePreview(text: string, world: World | null): Shown | null {
  const [shown, show] = useState<Shown | null>(null);
  useEffect(() => {
    if (!world) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      void evaluated(text, world).then((found) => {
        if (current) show(found);
      });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, world]);
  return text.includes("{{") ? shown : null;
}

async function evaluated(text: string, world: World): Promise<Shown | null> {
  try {
    return await preview(text, world.around, (request) => evaluator.ask(request));
  } catch (error) {
    if (error instanceof TookTooLong) return { kind: "stopped" };
    if (error instanceof NoEvaluator) return { kind: "away" };
    return { kind: "failed", message: String(error) };
  }
}
