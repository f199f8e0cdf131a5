import type { ReactNode } from "react";

/** Nothing here yet: what this place is for, and the first step. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="panel flex flex-col items-center px-6 py-14 text-center">
      <svg width="132" height="30" viewBox="0 0 132 30" aria-hidden className="mb-5 text-edge">
        <g fill="none" stroke="currentColor" strokeWidth="1.5">
          <circle cx="15" cy="15" r="12" />
          <circle cx="15" cy="15" r="4" />
          <circle cx="117" cy="15" r="12" />
          <circle cx="117" cy="15" r="4" />
          <path d="M15 27h102" strokeDasharray="2 4" />
        </g>
      </svg>
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="mt-1.5 max-w-lg text-soft">{children}</div>
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
