import { type ReactNode, useEffect, useState } from "react";
import { refresh } from "@/api/client";
import { mayHaveCookie, useSession } from "@/api/session";
import { LoginPage } from "@/features/account/login-page";
import { queries } from "./queries";

/** Shows the page to who is signed in, and the way in to everybody else; the address stays as it is. */
export function Gate({ children }: { children: ReactNode }) {
  const token = useSession((session) => session.token);
  const [asking, setAsking] = useState(() => token === null && mayHaveCookie());
  const signedIn = token !== null;

  useEffect(() => {
    if (asking) void refresh().catch(() => false).finally(() => setAsking(false));
  }, [asking]);
  useEffect(() => {
    if (!signedIn) queries.clear();
  }, [signedIn]);

  if (asking) return null;
  return signedIn ? children : <LoginPage />;
}
