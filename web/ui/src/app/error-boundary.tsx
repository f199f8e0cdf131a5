import { Component, type ReactNode } from "react";
import { t } from "@/i18n/i18n";

/** Where a fault of the page itself ends: it says so instead of going blank. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main role="alert" className="mx-auto max-w-xl px-6 py-24">
        <h1 className="text-xl font-semibold">{t("fault.title")}</h1>
        <p className="mt-2 text-soft">{t("fault.text")}</p>
        <pre className="panel mt-4 overflow-auto p-3 font-mono text-sm">{error.message}</pre>
        <a className="mt-4 inline-block font-medium underline" href="/">
          {t("reload")}
        </a>
      </main>
    );
  }
}
