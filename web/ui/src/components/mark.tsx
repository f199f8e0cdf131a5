/** The cassette. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="shrink-0">
      <rect x="1" y="5" width="30" height="22" rx="6" className="fill-ink" />
      <g fill="none" strokeWidth="2.4">
        <path d="M10 20h12" className="stroke-tape" />
        <circle cx="10" cy="16" r="4" className="stroke-onink" />
        <circle cx="22" cy="16" r="4" className="stroke-onink" />
      </g>
    </svg>
  );
}
