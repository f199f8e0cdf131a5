import { ago, moment } from "@/lib/format";
import { useNow } from "./now";

export function Ago({ at }: { at: string }) {
  const now = useNow(30_000);
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(Date.parse(at), Math.max(now, Date.parse(at)))}
    </time>
  );
}
