import { queryOptions } from "@tanstack/react-query";
import { call, getJson, postJson } from "@/api/client";
import { signIn, signOut } from "@/api/session";

export interface User {
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
}

export interface Registration {
  email: string;
  password: string;
  first_name?: string;
  last_name?: string;
}

export const userQuery = queryOptions({
  queryKey: ["user"],
  queryFn: ({ signal }) => getJson<User>("/api/user", signal),
  staleTime: Infinity,
});

export async function logIn(email: string, password: string): Promise<void> {
  signIn((await postJson<{ access_token: string }>("/api/auth/login", { email, password })).access_token);
}

export async function register(registration: Registration): Promise<void> {
  await postJson("/api/auth/register", registration);
  await logIn(registration.email, registration.password);
}

/** Forgets the token here whether or not the server hears of it. */
export async function logOut(): Promise<void> {
  try {
    await call("/api/auth/logout", { method: "POST" });
  } finally {
    signOut();
  }
}

export async function changeNames(names: { first_name: string; last_name: string }): Promise<User> {
  return (await (await call("/api/user", { method: "PATCH", body: JSON.stringify(names) })).json()) as User;
}

/** Ends every other session of this account. */
export async function changePassword(current: string, wished: string): Promise<void> {
  await call("/api/user/password", { method: "POST", body: JSON.stringify({ current, new: wished }) });
}
