import { parseExact, stringifyExact } from "@/api/exact-json";
import { problemOf, Unreachable } from "@/api/problem";
import { signIn, signOut, token } from "@/api/session";

export interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** JSON text, sent as it stands, or a form. */
  body?: string | FormData;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Sent though the page goes away meanwhile. */
  keepalive?: boolean;
}

/** An answer below 400; anything else is thrown as a Problem, and silence as Unreachable. */
export async function call(path: string, options: Call = {}): Promise<Response> {
  let response = await send(path, options);
  if (response.status === 401 && !path.startsWith("/api/auth/")) {
    if (await refresh()) response = await send(path, options);
    if (response.status === 401) signOut();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await call(path, signal ? { signal } : {});
  return parseExact(await response.text()) as T;
}

export async function postJson<T>(path: string, body: unknown = {}): Promise<T> {
  const response = await call(path, { method: "POST", body: stringifyExact(body) });
  return parseExact(await response.text()) as T;
}

let refreshing: Promise<boolean> | null = null;

/**
 * Ask for a new token with the refresh cookie; callers at the same moment share one request. False where it is refused;
 * throws where nobody says whether it is, which ends no session.
 */
export function refresh(): Promise<boolean> {
  refreshing ??= askForToken().finally(() => (refreshing = null));
  return refreshing;
}

async function askForToken(): Promise<boolean> {
  const response = await send("/api/auth/refresh", { method: "POST" });
  if (response.status >= 500 || response.status === 429) throw await problemOf(response);
  if (!response.ok) return false;
  signIn(((await response.json()) as { access_token: string }).access_token);
  return true;
}

async function send(path: string, { method = "GET", body, headers, signal, keepalive = false }: Call): Promise<Response> {
  const access = token();
  const all = new Headers(headers);
  if (access !== null) all.set("Authorization", `Bearer ${access}`);
  if (typeof body === "string") all.set("Content-Type", "application/json");
  try {
    return await fetch(path, {
      method,
      headers: all,
      cache: "no-store",
      keepalive,
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable("Flowtape does not answer", { cause: error });
  }
}
