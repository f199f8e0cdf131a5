import type { Definition } from "@/api/workflows";

interface Example {
  name: string;
  description?: string;
  /** Where sample rows for the first node are, beside the example. */
  input?: string;
  definition: Definition;
}

export interface Template extends Example {
  id: string;
}

const FOLDER = "../../../../../examples";
const examples = import.meta.glob<Example>("../../../../../examples/*.json", { import: "default" });
const tables = import.meta.glob<Record<string, unknown>[]>("../../../../../examples/data/*.json", { import: "default" });

/** The examples that come with Flowtape; each is a chunk of its own, as is its data. */
export async function loadTemplates(): Promise<Template[]> {
  const all = await Promise.all(Object.entries(examples).map(async ([path, load]) => ({ id: path.slice(FOLDER.length + 1, -".json".length), ...(await load()) })));
  return all.sort((one, other) => one.name.localeCompare(other.name));
}

/** Its definition, with its sample data pinned to the first node. */
export async function definitionOf({ input, definition }: Template): Promise<Definition> {
  const rows = input === undefined ? undefined : await tables[`${FOLDER}/${input}`]?.();
  const [first] = definition.nodes;
  return rows && first ? { ...definition, pins: { [first.id]: rows.map((json) => ({ json })) } } : definition;
}
