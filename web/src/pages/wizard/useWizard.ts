import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMay } from "@/api";
import { importQuery, mappingsQuery } from "@/components/imports";
import { detectQuery, uploadQuery } from "./data";
import { useDraft } from "./draft";
import { type MappingDocument, missingColumns, textOf } from "./mapping";
import type { WizardSearch } from "./routes";
import { useSending } from "./upload";

const route = getRouteApi("/app/imports/new");

/** All the wizard knows: what the address says, what the server has, what is kept in this browser. */
export function useWizard() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const go = (next: Partial<WizardSearch>, replace = false) => void navigate({ to: "/imports/new", search: { ...search, ...next }, replace });
  const [draft, change] = useDraft(search.upload);
  const sending = useSending(search.upload);
  const upload = useQuery({ ...uploadQuery(search.upload ?? ""), enabled: search.upload !== undefined && search.run === undefined });
  const isArrived = upload.data?.is_complete === true;
  const detected = useQuery({ ...detectQuery(search.upload ?? "", draft.hints), enabled: isArrived });
  const mayRead = useMay("suppliers.read");
  const versions = useQuery({ ...mappingsQuery(search.supplier ?? ""), enabled: search.supplier !== undefined && mayRead });
  const check = useQuery({ ...importQuery(search.check ?? ""), enabled: search.check !== undefined });
  const run = useQuery({ ...importQuery(search.run ?? ""), enabled: search.run !== undefined });

  const latest = versions.data?.[0];
  const columns = detected.data?.columns ?? [];
  const fits = latest !== undefined && missingColumns(latest.document as MappingDocument, columns).length === 0;
  const found = fits ? (latest.document as MappingDocument) : detected.data?.mapping;
  const own = draft.document ?? found;
  const document = own && Object.keys(draft.hints).length > 0 ? { ...own, file: { ...own.file, ...draft.hints } } : own;
  const basis = draft.basis ?? (fits ? String(latest.version) : "suggested");
  const mode = search.mode ?? "partial";
  const wanted = document ? [search.supplier, mode, textOf(document)].join("\n") : "";
  return {
    search, go, draft, change, sending, upload, isArrived, detected, versions, check, run, document, basis, mode, wanted,
    columns,
    /** Something was changed after the check: what it showed no longer holds. */
    isOutdated: draft.checked !== undefined && wanted !== "" && draft.checked !== wanted,
  };
}
export type Wizard = ReturnType<typeof useWizard>;
