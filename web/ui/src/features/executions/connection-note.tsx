import { LoaderCircle, Radio } from "lucide-react";
import { isOver } from "@/api/executions";
import { useWatch } from "@/run/watch";

/** Whether what is on the screen is what happens now. */
export function ConnectionNote() {
  const connection = useWatch((watch) => watch.connection);
  const over = useWatch((watch) => isOver(watch.story.status));
  return (
    <span role="status" className="text-sm font-medium">
      {connection === "reconnecting" && (
        <span className="inline-flex items-center gap-1.5 text-wait">
          <LoaderCircle size={15} className="animate-spin motion-reduce:animate-none" aria-hidden />
          Connection lost, reconnecting…
        </span>
      )}
      {connection === "live" && !over && (
        <span className="inline-flex items-center gap-1.5 text-tape">
          <Radio size={15} aria-hidden />
          Live
        </span>
      )}
    </span>
  );
}
