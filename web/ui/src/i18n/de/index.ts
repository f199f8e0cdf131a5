import type { en } from "@/i18n/en";
import { common } from "./common";
import { editor } from "./editor";
import { node } from "./node";

export const de: Record<keyof typeof en, string> = { ...common, ...editor, ...node };
