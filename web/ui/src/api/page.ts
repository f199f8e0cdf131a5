/** A list, newest first. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
