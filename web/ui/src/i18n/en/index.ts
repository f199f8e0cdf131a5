import { common } from "./common";
import { editor } from "./editor";
import { executions } from "./executions";
import { node } from "./node";

/** English is where keys are made; every other language has the same. */
export const en = { ...common, ...editor, ...executions, ...node } as const;
