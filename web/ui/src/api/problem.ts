import { parseExact } from "@/api/exact-json";

/** A field that was refused; `loc` is the path to it, such as `["definition", "nodes", 3, "type"]`. */
export interface FieldError {
  loc: (string | number)[];
  message: string;
  code?: string;
  /** What the message tells of. */
  data?: Readonly<Record<string, unknown>>;
}

/** An RFC 9457 answer, or what comes nearest to one when something between us and the server answered. */
export class Problem extends Error {
  override name = "Problem";

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly code: string,
    /** Fields that were refused, or what keeps a workflow from running. */
    readonly errors: FieldError[] = [],
    readonly retryAfter: number | null = null,
    /** All of the answer, for codes that carry more. */
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
}

/** The request never got an answer. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

export async function problemOf(response: Response): Promise<Problem> {
  const body = await bodyOf(response);
  const title = text(body["title"]) ?? (response.statusText || `Status ${response.status}`);
  return new Problem(
    response.status,
    title,
    text(body["detail"]) ?? title,
    text(body["code"]) ?? `http_${response.status}`,
    [...fieldErrors(body["errors"]), ...fieldErrors(body["problems"])],
    secondsOf(response.headers.get("Retry-After")),
    body,
  );
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const body = parseExact(await response.text());
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const { loc, message, code, data } = (entry ?? {}) as Record<string, unknown>;
    const path = Array.isArray(loc) ? loc.filter(isStep) : [];
    if (typeof message !== "string") return [];
    return [{ loc: path, message, ...(typeof code === "string" && { code }), ...(typeof data === "object" && data !== null && { data: data as Readonly<Record<string, unknown>> }) }];
  });
}

function isStep(step: unknown): step is string | number {
  return typeof step === "string" || typeof step === "number";
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) ? seconds : null;
}
