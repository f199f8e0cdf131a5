import type { ReactNode } from "react";

/** One part of the settings; the list beside it leads here by `id`. */
export function Section({ id, title, text, children }: { id: string; title: string; text: string; children: ReactNode }) {
  return (
    <section id={id} className="panel scroll-mt-6 p-5" aria-label={title}>
      <h2 className="font-semibold">{title}</h2>
      <p className="mb-4 text-sm text-faint">{text}</p>
      {children}
    </section>
  );
}
