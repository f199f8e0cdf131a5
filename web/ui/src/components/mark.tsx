/** The cassette. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="shrink-0">
      <rect x="1" y="5" width="30" height="22" rx="6" className="fill-ink" />
      <g fill="none" strokeWidth="2.4">
        <circle cx="10.5" cy="15" r="4" className="stroke-onink" />
        <circle cx="21.5" cy="15" r="4" className="stroke-onink" />
        <path d="M8 22.4h16" strokeLinecap="round" className="stroke-tape" />
      </g>
    </svg>
  );
}
