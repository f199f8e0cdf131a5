import { useQuery } from "@tanstack/react-query";
import { Command, LogOut, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useRoute } from "wouter";
import { shown } from "@/actions/shortcuts";
import { logOut, userQuery } from "@/api/account";
import { Button } from "@/components/button";
import { Mark } from "@/components/mark";
import { useDesk } from "@/editor/desk";
import { t } from "@/i18n/i18n";
import { PageActions } from "./page-actions";

interface Props {
  children: ReactNode;
  /** The page fills the window, and scrolls by itself. */
  full?: boolean;
}

export function Shell({ children, full = false }: Props) {
  return (
    <div className={full ? "flex h-dvh flex-col" : ""}>
      <a
        href="#main"
        className="absolute -top-20 left-3 z-50 rounded-b bg-ink px-4 py-2 text-onink focus:top-0"
        onClick={() => document.getElementById("main")?.focus()}
      >
        {t("nav.skip")}
      </a>
      <header className="shrink-0 border-b border-line bg-card">
        <div className={`mx-auto flex items-center gap-4 px-4 sm:gap-7 ${full ? "h-12" : "h-14 max-w-[88rem] sm:px-6"}`}>
          <Link href="/workflows" className="flex items-center gap-2.5 font-semibold tracking-tight">
            <Mark />
            <span className="hidden sm:inline">Flowtape</span>
          </Link>
          <nav aria-label={t("nav.main")} className="flex h-full gap-1 text-sm font-medium">
            <Tab to="/workflows" label={t("nav.workflows")} />
            <Tab to="/executions" label={t("nav.executions")} />
          </nav>
          <Person />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={full ? "min-h-0 flex-1 outline-none" : "mx-auto max-w-[88rem] px-4 py-7 outline-none sm:px-6"}>
        {children}
      </main>
      <PageActions />
    </div>
  );
}

function Person() {
  const user = useQuery(userQuery).data;
  return (
    <div className="ml-auto flex min-w-0 items-center gap-1 text-sm">
      <Button look="quiet" className="px-2.5 text-faint" title={t("commands.title")} icon={<Command size={15} aria-hidden />} onClick={() => useDesk.setState({ dialog: "commands" })}>
        <span className="sr-only">{t("commands.title")}</span>
        <kbd className="hidden text-xs sm:inline">{shown("mod+k")}</kbd>
      </Button>
      <span className="mx-2 hidden truncate text-soft md:inline">{user?.email}</span>
      <Link
        href="/settings"
        aria-label={t("nav.settings")}
        title={t("nav.settings")}
        className="grid size-9 place-items-center rounded-[7px] text-soft hover:bg-sunk hover:text-ink"
      >
        <Settings size={16} aria-hidden />
      </Link>
      <Button look="quiet" className="px-2.5 sm:px-3.5" title={t("nav.logOut")} icon={<LogOut size={16} aria-hidden />} onClick={() => void logOut().catch(() => undefined)}>
        <span className="sr-only sm:not-sr-only">{t("nav.logOut")}</span>
      </Button>
    </div>
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
