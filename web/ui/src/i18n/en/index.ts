import { common } from "./common";
import { editor } from "./editor";
import { executions } from "./executions";
import { expression } from "./expression";
import { manager } from "./manager";
import { node } from "./node";
import { said } from "./said";
import { sequence } from "./sequence";
import { versions } from "./versions";

/** English is where keys are made; every other language has the same. */
export const en = { ...common, ...editor, ...executions, ...expression, ...manager, ...node, ...said, ...sequence, ...versions } as const;
