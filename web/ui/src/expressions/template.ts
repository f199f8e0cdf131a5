import { ExpressionFault, scan, type Token } from "./lexer";
import { type Path, plainPath } from "./paths";
import { saidBy } from "./string-literals";

/** What stands between `{{` and `}}`. */
export interface Body {
  text: string;
  /** Where `text` begins within the whole. */
  from: number;
  tokens: readonly Token[];
  /** Set where it is a plain path, which needs no JavaScript. */
  path: Path | null;
  /** The nodes whose items it reads, by name. */
  nodes: readonly string[];
  /** The nodes of which it wants the items that those at hand came from, by name. */
  matched: readonly string[];
}

/** Text and bodies in order. A body that stands alone keeps its value's type; text around makes text. */
export interface Template {
  parts: readonly (string | Body)[];
  alone: boolean;
  bodies: readonly Body[];
}

/** Members of `$('…')` that follow an item back to where it came from. */
const MATCHING = new Set(["item", "itemMatching", "pairedItem"]);
const OPENING = /\\\{\{|\{\{/g;

/** A parameter's text taken apart; `\{{` is literal. Throws `ExpressionFault`. */
export function parseTemplate(text: string): Template {
  const parts: (string | Body)[] = [];
  let at = 0;
  let literal = "";
  for (let found = opening(text, at); found; found = opening(text, at)) {
    literal += text.slice(at, found.from);
    if (found.escaped) {
      literal += "{{";
      at = found.to;
      continue;
    }
    if (literal !== "") parts.push(literal);
    literal = "";
    const { tokens, end } = scan(text, found.to);
    parts.push(bodyOf(text, found.to, end, tokens));
    at = end + 2;
  }
  literal += text.slice(at);
  if (literal !== "" || parts.length === 0) parts.push(literal);
  const bodies = parts.filter((part): part is Body => typeof part !== "string");
  return { parts, bodies, alone: parts.length === 1 && bodies.length === 1 };
}

/** The body that the caret stands in, from its `{{` up to the caret; null outside of any. Unfinished ones count. */
export function bodyBefore(text: string, caret: number): { from: number; text: string } | null {
  let at = 0;
  for (let found = opening(text, at); found && found.to <= caret; found = opening(text, at)) {
    at = found.to;
    if (found.escaped) continue;
    const end = endOf(text, found.to);
    if (end === null || end >= caret) return { from: found.to, text: text.slice(found.to, caret) };
    at = end + 2;
  }
  return null;
}

/** Where bodies stand, braces and all, in text that may be wrong or unfinished. */
export function bodiesIn(text: string): { from: number; to: number }[] {
  const bodies: { from: number; to: number }[] = [];
  let at = 0;
  for (let found = opening(text, at); found; found = opening(text, at)) {
    const end = found.escaped ? null : endOf(text, found.to);
    at = end === null ? found.to : end + 2;
    const closes = end === null ? text.indexOf("}}", found.to) : end;
    if (!found.escaped) bodies.push({ from: found.from, to: closes < 0 ? text.length : closes + 2 });
  }
  return bodies;
}

function endOf(text: string, start: number): number | null {
  try {
    return scan(text, start).end;
  } catch {
    return null;
  }
}

function opening(text: string, at: number): { from: number; to: number; escaped: boolean } | null {
  OPENING.lastIndex = at;
  const found = OPENING.exec(text);
  return found && { from: found.index, to: OPENING.lastIndex, escaped: found[0].startsWith("\\") };
}

function bodyOf(text: string, from: number, to: number, tokens: readonly Token[]): Body {
  if (tokens.length === 0) throw new ExpressionFault("empty", from - 2, to + 2);
  const imported = tokens.find(({ kind, text: word }, place) => kind === "name" && word === "import" && ![".", "?."].includes(tokens[place - 1]?.text ?? ""));
  if (imported) throw new ExpressionFault("import", imported.from, imported.to, "import");
  const inner = text.slice(from, to);
  const trimmed = inner.trim();
  return { text: trimmed, from: from + inner.indexOf(trimmed), tokens, path: plainPath(tokens), ...nodesIn(tokens) };
}

/** Both where it can't be told what of a node is wanted. */
function nodesIn(tokens: readonly Token[]): { nodes: string[]; matched: string[] } {
  const nodes = new Set<string>();
  const matched = new Set<string>();
  for (const place of tokens.keys()) {
    const [dollar, opening, text, closing, dot, word] = tokens.slice(place, place + 6);
    const name = saidBy(text);
    if (dollar?.text !== "$" || opening?.text !== "(" || name === null || closing?.text !== ")") continue;
    const member = word && (dot?.text === "." || dot?.text === "?.") ? word.text : null;
    if (member === null || MATCHING.has(member)) matched.add(name);
    if (member === null || !MATCHING.has(member)) nodes.add(name);
  }
  return { nodes: [...nodes], matched: [...matched] };
}
