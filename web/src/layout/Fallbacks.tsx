import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { PageHeader } from "@/components/PageHeader";
import { Button } from "@/components/Button";
import { EmptyState, ErrorState } from "@/components/states";
import { useT } from "@/i18n";

export function NotFoundPage() {
  const t = useT();
  return (
    <div className="p-4">
      <PageHeader title={t("common.not_found.title")} />
      <EmptyState
        icon={<Compass aria-hidden className="size-8" />}
        title={t("common.not_found.lead")}
        actions={
          <Button look="primary" asChild>
            <Link to="/">{t("common.not_found.home")}</Link>
          </Button>
        }
      >
        {t("common.not_found.detail")}
      </EmptyState>
    </div>
  );
}

/** A fault inside one page: the rest of the app goes on. */
export function PageError({ error }: ErrorComponentProps) {
  const router = useRouter();
  return <ErrorState error={error} onRetry={() => void router.invalidate()} />;
}

/** A fault so early that there may be no texts yet: the two languages stand here themselves. */
export function CrashPage({ error }: ErrorComponentProps) {
  const isFrench = document.documentElement.lang === "fr";
  return (
    <main className="mx-auto max-w-xl space-y-3 p-8">
      <h1>{isFrench ? "Cette page n'a pas pu s'ouvrir" : "This page could not be opened"}</h1>
      <p>{isFrench ? "Vos données n'ont pas changé. Rechargez la page." : "Your data has not changed. Load the page again."}</p>
      <p className="text-13 text-muted">{error instanceof Error ? error.message : String(error)}</p>
      <Button onClick={() => location.reload()}>{isFrench ? "Recharger" : "Load again"}</Button>
    </main>
  );
}
