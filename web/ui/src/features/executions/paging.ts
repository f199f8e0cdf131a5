const MOST_ITEMS = 50;
/** Bytes of a page; so much JSON is read and drawn without a noticeable pause. */
const PAGE_BYTES = 1_000_000;
/** Bytes of one item beyond which it is only loaded when somebody asks. */
export const HEAVY = 2_000_000;

/** How many items a page has, so that it stays light whatever they weigh. */
export function pageSize(total: number, bytes: number): number {
  const each = total === 0 ? 0 : bytes / total;
  return Math.max(1, Math.min(MOST_ITEMS, each === 0 ? MOST_ITEMS : Math.floor(PAGE_BYTES / each)));
}
