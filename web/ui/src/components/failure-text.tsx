import { failureHeading } from "@/api/said";
import { withLocalTimes } from "@/lib/format";

/** A heading in the reader's language over what was recorded, which stays as it was said. */
export function FailureText({ failure, className = "" }: { failure: { code: string; message: string }; className?: string }) {
  const heading = failureHeading(failure);
  return (
    <div className={`shrink-0 overflow-auto bg-bad-wash text-bad ${className}`} role="alert" tabIndex={0}>
      {heading !== null && <p className="mb-1 text-sm font-medium">{heading}</p>}
      <pre className="font-mono text-xs break-words whitespace-pre-wrap">{withLocalTimes(failure.message.trim())}</pre>
    </div>
  );
}
