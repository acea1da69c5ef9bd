import { currentLanguage, type Language, translate } from "@/i18n";
import { type ProblemTexts, problemTexts } from "@/i18n/problems";
import type { components } from "./schema";
import { type ProblemWords, wordsOf } from "./problem-words";

export type Problem = components["schemas"]["Problem"];

/** An answer that says no, or no answer at all (`status` 0). `code` never changes; `message` and `cure` are for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly cure: string;
  /** The server's own sentence, when `message` is ours in another language. It names the values. */
  readonly original: string;
  readonly language: Language;
  readonly requestId: string;
  /** What is wrong with which field, by its name: "email", "values.price". */
  readonly fields: Readonly<Record<string, string>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Partial<Problem>, status: number, retryAfterSeconds?: number, texts: ProblemTexts = {}) {
    const words = wordsOf({ ...problem, message: problem.detail || problem.title }, texts);
    super(words.message);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? "";
    // Our own words for a code are its message; the heading above it is then the general one.
    this.title = words.original ? "" : (problem.title ?? "");
    this.cure = words.cure;
    this.original = words.original;
    this.language = words.language;
    this.requestId = problem.request_id ?? "";
    this.fields = fieldsOf(problem, words);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get isOffline() {
    return this.status === 0;
  }
  get isForbidden() {
    return this.status === 403;
  }
  get isMissing() {
    return this.status === 404;
  }
  get wasChangedElsewhere() {
    return this.status === 412;
  }
}

function fieldsOf(problem: Partial<Problem>, words: ProblemWords): Record<string, string> {
  const fields: Record<string, string> = {};
  const listed = (problem as { errors?: unknown }).errors;
  if (Array.isArray(listed)) {
    for (const one of listed as { field?: string; pointer?: string; detail?: string; message?: string }[]) {
      const name = fieldName(one.field ?? one.pointer ?? "");
      if (name) fields[name] = one.detail ?? one.message ?? "";
    }
  }
  const name = fieldName(problem.place?.field ?? "");
  if (name && !fields[name]) fields[name] = besideField(problem, words);
  return fields;
}

/** Kinds that hold for any field say what is wrong in the server's sentence only: it is not left out, and said to be the server's. */
function besideField(problem: Partial<Problem>, words: ProblemWords) {
  const said = [problem.detail, problem.cure];
  if (!words.original) return said.filter(Boolean).join(" ");
  const isGeneral = problem.code?.endsWith(".invalid");
  return (isGeneral ? [words.message, translate("common.error.original"), ...said] : [words.message, words.cure]).filter(Boolean).join(" ");
}

/** "/lines/0/price" -> "lines.0.price" */
function fieldName(pointer: string) {
  return pointer.replace(/^#?\//, "").replaceAll("/", ".");
}

export async function errorOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get("Retry-After"));
  const wait = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined;
  const requestId = response.headers.get("X-Request-Id") ?? "";
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return new ApiError({ request_id: requestId, ...problem }, response.status, wait, await problemTexts(currentLanguage()));
  } catch {
    return new ApiError({ request_id: requestId, code: "answer.unexpected" }, response.status, wait);
  }
}

export const unreachable = () => new ApiError({ code: "client.offline" }, 0);

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({ code: "client.fault", detail: error instanceof Error ? error.message : String(error) }, -1);
}
