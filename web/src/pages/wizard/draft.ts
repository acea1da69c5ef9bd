import { useCallback, useState } from "react";
import { keepChoice, readChoice } from "@/lib/storage";
import type { FileHints, MappingDocument } from "./mapping";
import type { WizardSearch } from "./routes";

/** What the server does not keep of an import that is being prepared: it stays in this browser, by upload. */
export interface Draft {
  hints: FileHints;
  /** The mapping as edited; without it the suggestion, or the supplier's latest, holds. */
  document?: MappingDocument;
  /** "suggested" or the number of a version. */
  basis?: string;
  /** What was checked, so that a change after the check is noticed. */
  checked?: string;
  /** Sent with the import, so that a click repeated after a broken connection imports once. */
  importKey?: string;
}

const key = (upload: string) => `wizard.${upload}`;
const lastKey = "wizard.last";

export function useDraft(upload: string | undefined) {
  const [state, setState] = useState<{ upload?: string; draft: Draft }>(() => ({ upload, draft: read(upload) }));
  const draft = state.upload === upload ? state.draft : read(upload);
  const change = useCallback(
    (next: Partial<Draft>, of = upload) => {
      const merged = { ...read(of), ...next };
      if (of) keepChoice(key(of), merged);
      setState({ upload: of, draft: merged });
    },
    [upload],
  );
  return [draft, change] as const;
}
const read = (upload: string | undefined): Draft => (upload ? readChoice<Draft>(key(upload), { hints: {} }) : { hints: {} });

/** The import one was preparing when one left. */
export interface Left {
  search: WizardSearch;
  fileName: string;
  at: string;
}
export const readLeft = () => readChoice<Left | null>(lastKey, null);
export const keepLeft = (left: Left | null) => keepChoice(lastKey, left);

export function forgetDraft(upload: string) {
  localStorage.removeItem(`si.${key(upload)}`);
  if (readLeft()?.search.upload === upload) keepLeft(null);
}
