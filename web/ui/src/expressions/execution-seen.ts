/** `$execution` as expressions see it. Only a run has links of its own: here each of a node that waits has one that plainly stands in for it. */
export function executionSeen(id: string, waiting: readonly string[]): Record<string, unknown> {
  const links = Object.fromEntries(["webhook", "approve", "reject"].map((action) => [action, `https://…/resume/${action}`]));
  return { id, ...(waiting.length > 0 && { links: Object.fromEntries(waiting.map((name) => [name, links])) }) };
}
