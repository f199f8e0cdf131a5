import { create } from "zustand";

/** What came of something that was done to workflows; `undo` takes it back. */
export interface Notice {
  text: string;
  bad?: boolean;
  undo?: () => void;
}

export const useNotice = create<{ notice: Notice | null }>(() => ({ notice: null }));

export function say(notice: Notice | null): void {
  useNotice.setState({ notice });
}
