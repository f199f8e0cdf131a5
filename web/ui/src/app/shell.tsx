import { useQuery } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useRoute } from "wouter";
import { logOut, userQuery } from "@/api/account";
import { Button } from "@/components/button";
import { Mark } from "@/components/mark";

export function Shell({ children }: { children: ReactNode }) {
  const user = useQuery(userQuery).data;
  return (
    <>
      <a
        href="#main"
        className="absolute -top-20 left-3 z-10 rounded-b bg-ink px-4 py-2 text-onink focus:top-0"
        onClick={() => document.getElementById("main")?.focus()}
      >
        Skip to the content
      </a>
      <header className="border-b border-line bg-card">
        <div className="mx-auto flex h-14 max-w-[88rem] items-center gap-4 px-4 sm:gap-7 sm:px-6">
          <Link href="/workflows" className="flex items-center gap-2.5 font-semibold tracking-tight">
            <Mark />
            <span className="hidden sm:inline">Flowtape</span>
          </Link>
          <nav aria-label="Main" className="flex h-full gap-1 text-sm font-medium">
            <Tab to="/workflows" label="Workflows" />
            <Tab to="/executions" label="Executions" />
          </nav>
          <div className="ml-auto flex min-w-0 items-center gap-2 text-sm">
            <span className="hidden truncate text-soft md:inline">{user?.email}</span>
            <Button look="quiet" icon={<LogOut size={16} aria-hidden />} onClick={() => void logOut().catch(() => undefined)}>
              Log out
            </Button>
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-[88rem] px-4 py-7 outline-none sm:px-6">
        {children}
      </main>
    </>
  );
}

function Tab({ to, label }: { to: string; label: string }) {
  const [here] = useRoute(`${to}/*?`);
  return (
    <Link
      href={to}
      aria-current={here ? "page" : undefined}
      className={`flex items-center border-y-2 border-t-transparent px-2.5 ${here ? "border-b-tape" : "border-b-transparent text-soft hover:text-ink"}`}
    >
      {label}
    </Link>
  );
}
