import { common } from "./common";
import { editor } from "./editor";
import { node } from "./node";

/** English is where keys are made; every other language has the same. */
export const en = { ...common, ...editor, ...node } as const;
