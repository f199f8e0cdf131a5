import { create } from "zustand";

const KEY = "flowtape.token";
const BEEN_HERE = "flowtape.signed-in";

interface Session {
  /** The access token, or null while nobody is signed in. */
  token: string | null;
}

export const useSession = create<Session>(() => ({ token: sessionStorage.getItem(KEY) }));

export function token(): string | null {
  return useSession.getState().token;
}

export function signIn(accessToken: string): void {
  sessionStorage.setItem(KEY, accessToken);
  localStorage.setItem(BEEN_HERE, "yes");
  useSession.setState({ token: accessToken });
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(BEEN_HERE);
  useSession.setState({ token: null });
}

/** Whether a refresh cookie is likely, so that a first visit doesn't begin with a refused request. */
export function mayHaveCookie(): boolean {
  return localStorage.getItem(BEEN_HERE) !== null;
}
