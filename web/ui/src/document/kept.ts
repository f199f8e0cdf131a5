import { parseExact, stringifyExact } from "@/api/exact-json";
import type { Step } from "./step";

/** What of an open workflow isn't on the server: it outlives reloads, crashes and lost connections. */
export interface Kept {
  madeFor: number;
  steps: readonly Step[];
  /** Taken back before they were sent. */
  withdrawn: readonly Step[];
}

export interface Shelf {
  /** What this tab, or tabs that are no more, left of the workflow. */
  take: () => Promise<Kept | null>;
  put: (kept: Kept) => void;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const TAB = "flowtape.tab";

/** One record per workflow and tab, so that two tabs don't write over each other's. */
export function shelfOf(workflowId: string, store: Store = localStorage): Shelf {
  const prefix = `flowtape.edits.${workflowId}.`;
  let own = "";
  return {
    take: async () => {
      const { tab, living } = await tabs();
      own = prefix + tab;
      const found = keysOf(store, prefix).filter((key) => key === own || !living.has(key.slice(prefix.length)));
      const kept = joined(found.flatMap((key) => read(store, key)));
      // Before the others go: whoever asked may be gone by now.
      if (kept) save(store, own, kept);
      for (const key of found) if (key !== own) store.removeItem(key);
      return kept;
    },
    put: (kept) => {
      const empty = kept.steps.length === 0 && kept.withdrawn.length === 0;
      if (own === "") return;
      if (empty) store.removeItem(own);
      else save(store, own, kept);
    },
  };
}

/** Where there is no room for all, what was taken back goes. */
function save(store: Store, key: string, kept: Kept): void {
  for (const record of [kept, { ...kept, withdrawn: [] }]) {
    try {
      store.setItem(key, stringifyExact(record));
      return;
    } catch {
      continue;
    }
  }
}

function joined(records: readonly Kept[]): Kept | null {
  const [first] = records;
  if (!first) return null;
  return {
    madeFor: Math.min(...records.map(({ madeFor }) => madeFor)),
    steps: records.flatMap(({ steps }) => steps),
    withdrawn: first.withdrawn,
  };
}

function read(store: Store, key: string): Kept[] {
  try {
    const text = store.getItem(key);
    const kept = text === null ? null : (parseExact(text) as Partial<Kept>);
    return kept?.steps && kept.withdrawn ? [kept as Kept] : [];
  } catch {
    return [];
  }
}

function keysOf(store: Store, prefix: string): string[] {
  const keys = Array.from({ length: store.length }, (_, place) => store.key(place) ?? "");
  return keys.filter((key) => key.startsWith(prefix));
}

/** This tab's name, the same after a reload; a living tab holds a lock of its name. */
async function tabs(): Promise<{ tab: string; living: ReadonlySet<string> }> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
  const held = async () => new Set((await locks?.query())?.held?.map(({ name }) => name?.replace(`${TAB}.`, "") ?? "") ?? []);
  const ours = (globalThis as { flowtapeTab?: string }).flowtapeTab;
  if (ours !== undefined) return { tab: ours, living: await held() };
  const living = await held();
  const before = sessionStorage.getItem(TAB);
  const tab = before === null || living.has(before) ? crypto.randomUUID() : before;
  sessionStorage.setItem(TAB, tab);
  (globalThis as { flowtapeTab?: string }).flowtapeTab = tab;
  void locks?.request(`${TAB}.${tab}`, () => new Promise(() => undefined));
  return { tab, living };
}
