import { asApiError } from "@/api/problem";
import { translate } from "@/i18n";
import { toast } from "./toast";

/** Says why something asked by a single click did not happen, and what to do. `what`: names the thing, where that is not plain. */
export function tellFailure(error: unknown, what?: string) {
  const problem = asApiError(error);
  const [message, cure] = problem.isOffline
    ? [translate("common.error.offline.title"), translate("common.error.offline.detail")]
    : [problem.message || translate("common.error.title"), problem.message ? problem.cure : translate("common.error.detail")];
  toast.failed(what ?? message, { detail: what ? [message.replace(/[^.]$/, "$&."), cure].filter(Boolean).join(" ") : cure });
}
