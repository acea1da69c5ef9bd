import type { components } from "./schema";

export type Problem = components["schemas"]["Problem"];

/** An answer that says no, or no answer at all (`status` 0). `code` never changes; `message` and `cure` are for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly cure: string;
  readonly requestId: string;
  /** What is wrong with which field, by its name: "email", "values.price". */
  readonly fields: Readonly<Record<string, string>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Partial<Problem>, status: number, retryAfterSeconds?: number) {
    super(problem.detail || problem.title || "");
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? "";
    this.title = problem.title ?? "";
    this.cure = problem.cure ?? "";
    this.requestId = problem.request_id ?? "";
    this.fields = fieldsOf(problem);
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

function fieldsOf(problem: Partial<Problem>): Record<string, string> {
  const fields: Record<string, string> = {};
  const listed = (problem as { errors?: unknown }).errors;
  if (Array.isArray(listed)) {
    for (const one of listed as { field?: string; pointer?: string; detail?: string; message?: string }[]) {
      const name = fieldName(one.field ?? one.pointer ?? "");
      if (name) fields[name] = one.detail ?? one.message ?? "";
    }
  }
  const name = fieldName(problem.place?.field ?? "");
  if (name && !fields[name]) fields[name] = [problem.detail, problem.cure].filter(Boolean).join(" ");
  return fields;
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
    return new ApiError({ request_id: requestId, ...problem }, response.status, wait);
  } catch {
    return new ApiError({ request_id: requestId, code: "answer.unexpected" }, response.status, wait);
  }
}

export const unreachable = () => new ApiError({ code: "client.offline" }, 0);

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({ code: "client.fault", detail: error instanceof Error ? error.message : String(error) }, -1);
}
