import { asApiError } from "@/api";
import { toast } from "@/components";
import { translate } from "@/i18n";

/** Says why something asked by a single click did not happen, and what to do. */
export function tellFailure(error: unknown) {
  const problem = asApiError(error);
  const detail = problem.isOffline ? translate("common.error.offline.detail") : [problem.message, problem.cure].filter(Boolean).join(" ");
  toast.failed(problem.title || translate("common.error.title"), { detail });
}
