const NAMES = /\$(?:(?:json|binary|input|execution|workflow|itemIndex|runIndex|now|today|vars)\b|\(\s*["'`])/;
const WHOLE = /^\s*[!(\s-]*\$/;

/** Text that reads like an expression but has no braces around it, so that it counts as it stands; `whole`: all of it reads so. */
export function bareExpression(text: string): { whole: boolean } | null {
  if (text.includes("{{") || !NAMES.test(text)) return null;
  return { whole: WHOLE.test(text) };
}

export function braced(text: string): string {
  return `{{ ${text.trim()} }}`;
}
