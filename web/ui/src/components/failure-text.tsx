import { failureHeading } from "@/api/said";

interface Props {
  failure: { code: string; message: string };
  className?: string;
  /** It is told at once to those who don't see it. */
  isNews?: boolean;
}

/** A heading in the reader's language over what was recorded, which stays as it was said. */
export function FailureText({ failure, className = "", isNews = false }: Props) {
  const heading = failureHeading(failure);
  return (
    <div className={`shrink-0 overflow-auto bg-bad-wash text-bad ${className}`} role={isNews ? "alert" : "group"} tabIndex={0}>
      {heading !== null && <p className="mb-1 text-sm font-medium">{heading}</p>}
      <pre className="font-mono text-xs break-words whitespace-pre-wrap">{failure.message.trim()}</pre>
    </div>
  );
}
