import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { FlaskConical, Upload } from "lucide-react";
import sampleAddress from "../../../../examples/grossiste-demo.csv?url";
import { ApiError, api, call, changed, type Schema, sendFile, useMay } from "@/api";
import { Button, Card, ErrorState, LedgerBar, PageHeader } from "@/components";
import { useT } from "@/i18n";

const sampleSupplier = "grossiste-demo";

/** The example feed, sent like a person's own file. */
async function importSample() {
  try {
    await call(api.POST("/api/v1/suppliers", { body: { code: sampleSupplier, name: "Grossiste Démo" } as never }));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 409)) throw error;
  }
  const file = await (await fetch(sampleAddress)).blob();
  const query = new URLSearchParams({ supplier: sampleSupplier, file_name: "grossiste-demo.csv" });
  const started = await sendFile<Schema<"imports.ImportView">>(`/api/v1/imports?${query}`, file);
  await changed(["imports"], ["suppliers"], ["dashboard"]);
  return started;
}

/** An empty system: what this is for, and the two ways to begin. */
export function Welcome() {
  const t = useT();
  const navigate = useNavigate();
  const mayStart = useMay("imports.start");
  const maySuppliers = useMay("suppliers.write");
  const sample = useMutation({
    mutationFn: importSample,
    onSuccess: (started) => navigate({ to: "/imports/$id", params: { id: started.id } }),
  });
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t("dashboard.welcome.title")} answer={t("dashboard.welcome.lead")} />
      <div className="space-y-4">
        <Card title={t("dashboard.welcome.promise")}>
          <LedgerBar ledger={{ rows_read: 1460, created: 340, updated: 812, unchanged: 160, quarantined: 148, skipped: 0 }} />
          <p className="mt-3 text-muted">{t("dashboard.welcome.ledger")}</p>
        </Card>
        {mayStart ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <Card>
              <h2>{t("dashboard.welcome.own.title")}</h2>
              <p className="mt-1 mb-4 text-muted">{t("dashboard.welcome.own.text")}</p>
              <Button look="primary" asChild>
                <Link to="/imports/new">
                  <Upload aria-hidden className="size-4" />
                  {t("dashboard.welcome.own.action")}
                </Link>
              </Button>
            </Card>
            <Card>
              <h2>{t("dashboard.welcome.sample.title")}</h2>
              <p className="mt-1 mb-4 text-muted">{t("dashboard.welcome.sample.text")}</p>
              <Button icon={<FlaskConical aria-hidden className="size-4" />} busy={sample.isPending} disabled={!maySuppliers} onClick={() => sample.mutate()}>
                {t("dashboard.welcome.sample.action")}
              </Button>
              {sample.error && <ErrorState error={sample.error} compact />}
            </Card>
          </div>
        ) : (
          <p className="text-muted">{t("dashboard.welcome.reader")}</p>
        )}
      </div>
    </div>
  );
}
