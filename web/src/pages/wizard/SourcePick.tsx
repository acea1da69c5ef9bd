import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api, call, useMay } from "@/api";
import { Button, ErrorState, Field, ProblemText, ProgressBar, Select } from "@/components";
import { useT } from "@/i18n";

/** Fetching from a source instead of dropping a file: it imports by the supplier's own mapping. */
export function SourcePick() {
  const t = useT();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState("");
  const sources = useQuery({
    queryKey: ["sources", "fetched"],
    queryFn: ({ signal }) => call(api.GET("/api/v1/sources", { params: { query: { limit: 200 } }, signal })),
    enabled: useMay("suppliers.read"),
  });
  const fetched = sources.data?.items.filter((one) => one.kind !== "upload" && one.is_enabled) ?? [];
  const begin = useMutation({ mutationFn: (id: string) => call(api.POST("/api/v1/sources/{id}/fetch", { params: { path: { id } } })) });
  const jobId = begin.data?.job_id;
  const job = useQuery({
    queryKey: ["jobs", jobId],
    queryFn: ({ signal }) => call(api.GET("/api/v1/jobs/{id}", { params: { path: { id: jobId ?? "" } }, signal })),
    enabled: jobId !== undefined,
    refetchInterval: (query) => (query.state.data?.finished_at ? false : 1_000),
  });
  const result = job.data?.result as { outcome: string; import_id?: string } | null | undefined;
  const importId = result?.outcome === "imported" ? result.import_id : undefined;
  useEffect(() => {
    if (importId) void navigate({ to: "/imports/$id", params: { id: importId } });
  }, [importId, navigate]);
  if (fetched.length === 0) return null;
  const isUnderWay = jobId !== undefined && !job.data?.finished_at;
  return (
    <div className="space-y-3 border-t border-border pt-4">
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t("wizard.source")} hint={t("wizard.source.hint")} className="w-full max-w-sm">
          <Select value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{t("wizard.source.choose")}</option>
            {fetched.map((one) => (
              <option key={one.id} value={one.id}>{`${one.supplier} · ${one.name}`}</option>
            ))}
          </Select>
        </Field>
        <Button className="mb-5" disabled={!chosen} busy={begin.isPending || isUnderWay} onClick={() => begin.mutate(chosen)}>
          {t("wizard.source.fetch")}
        </Button>
      </div>
      {isUnderWay && <ProgressBar label={t("wizard.source.under_way")} done={0} />}
      {begin.error && <ErrorState error={begin.error} compact />}
      {job.data?.problem && (
        <p role="alert" className="rounded bg-failed-soft px-3 py-2">
          <ProblemText problem={job.data.problem} />
        </p>
      )}
      {job.data?.finished_at && !job.data.problem && !importId && <p role="status">{t(result?.outcome === "older" ? "wizard.source.older" : "wizard.source.unchanged")}</p>}
    </div>
  );
}
