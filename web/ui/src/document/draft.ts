import { useEffect, useState } from "react";
import { same } from "@/lib/same";
import { useOpen } from "./context";
import type { Doc } from "./definition";
import type { OpenWorkflow } from "./open";

/** Something typed that isn't an edit yet, and whether others changed meanwhile what it replaces. */
export class Draft {
  private leave: (() => void) | null = null;
  /** The last version before others changed it; null where nobody did. */
  private since: number | null = null;

  constructor(private readonly open: OpenWorkflow) {}

  /** `read`: what the draft is going to replace. */
  begin(read: (doc: Doc) => unknown): void {
    if (this.leave) return;
    const before = read(this.open.doc);
    this.since = null;
    this.leave = this.open.store.subscribe(({ doc }, { version }) => {
      if (this.since === null && !same(read(doc), before)) this.since = version;
    });
  }

  /** Make the edits that came of it. */
  end(act: () => void): void {
    const since = this.since;
    this.drop();
    if (since === null) act();
    else this.open.begunAt(since, act);
  }

  drop(): void {
    this.leave?.();
    this.leave = null;
    this.since = null;
  }
}

export function useDraft(): Draft {
  const open = useOpen();
  const [draft] = useState(() => new Draft(open));
  useEffect(() => () => draft.drop(), [draft]);
  return draft;
}
