import type { en } from "@/i18n/en";
import { common } from "./common";
import { editor } from "./editor";
import { executions } from "./executions";
import { expression } from "./expression";
import { manager } from "./manager";
import { node } from "./node";
import { said } from "./said";
import { sequence } from "./sequence";
import { versions } from "./versions";

export const de: Record<keyof typeof en, string> = {
  ...common,
  ...editor,
  ...executions,
  ...expression,
  ...manager,
  ...node,
  ...said,
  ...sequence,
  ...versions,
};
