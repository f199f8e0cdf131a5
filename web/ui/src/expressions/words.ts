import { t } from "@/i18n/i18n";
import type { ExpressionFault } from "./lexer";

/** What is wrong, in plain words. */
export function faultWords({ code, mark }: ExpressionFault): string {
  return t(`fault.${code}`, { mark: mark.length > 40 ? `${mark.slice(0, 40)}…` : mark });
}
