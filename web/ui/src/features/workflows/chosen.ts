import { useCallback, useState } from "react";

const NONE: ReadonlySet<string> = new Set();

/** Which rows are chosen, by id. */
export function useChosen() {
  const [chosen, setChosen] = useState(NONE);
  const choose = useCallback((ids: readonly string[], wish: boolean) => {
    setChosen((before) => {
      const now = new Set(before);
      for (const id of ids) if (wish) now.add(id); else now.delete(id);
      return now;
    });
  }, []);
  const toggle = useCallback((id: string) => setChosen((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id])), []);
  const clear = useCallback(() => setChosen(NONE), []);
  return { chosen, choose, toggle, clear };
}
