const AT_ONCE = 4;

export interface Failure<T> {
  of: T;
  error: Error;
}

/** Do it to all of them, a few at a time; one that fails doesn't keep the others from it. */
export async function each<T>(all: readonly T[], deed: (one: T) => Promise<unknown>): Promise<Failure<T>[]> {
  const left = [...all];
  const failures: Failure<T>[] = [];
  const hand = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      try {
        await deed(one);
      } catch (error) {
        failures.push({ of: one, error: error instanceof Error ? error : new Error(String(error)) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return failures;
}
