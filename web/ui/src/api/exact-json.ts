/** JSON as the server wrote it: integers beyond 2^53 become bigint instead of losing digits. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, revive);
}

function revive(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}
