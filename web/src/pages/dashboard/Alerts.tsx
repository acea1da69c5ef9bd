import { Link } from "@tanstack/react-router";
import { CircleX, Moon, PackageX, WandSparkles } from "lucide-react";
import type { ReactNode } from "react";
import { Button, RelativeTime } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import type { Alert } from "./figures";

const shown = 6;

/** What needs somebody, each with the way to its cure. */
export function Alerts({ alerts }: { alerts: readonly Alert[] }) {
  const t = useT();
  if (alerts.length === 0) return null;
  return (
    <section aria-label={t("dashboard.alerts")} className="rounded border border-border bg-surface">
      <ul className="divide-y divide-border">
        {alerts.slice(0, shown).map((alert) => (
          <li key={`${alert.kind}/${"supplier" in alert ? alert.supplier : ""}`} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
            <AlertLine alert={alert} />
          </li>
        ))}
      </ul>
      {alerts.length > shown && <p className="border-t border-border px-4 py-2 text-13 text-muted">{t("dashboard.alerts.more", { count: alerts.length - shown })}</p>}
    </section>
  );
}

function AlertLine({ alert }: { alert: Alert }) {
  const t = useT();
  const format = useFormat();
  switch (alert.kind) {
    case "failed":
      return (
        <Line
          icon={<CircleX aria-hidden className="size-5 text-failed" />}
          text={t("dashboard.alert.failed", { supplier: alert.supplier, file: alert.run.file_name })}
          note={<RelativeTime at={alert.run.ended_at} />}
          action={<Link to="/imports/$id" params={{ id: alert.run.id }}>{t("dashboard.alert.failed.cure")}</Link>}
        />
      );
    case "silent":
      return (
        <Line
          icon={<Moon aria-hidden className="size-5 text-quarantined" />}
          text={t("dashboard.alert.silent", { supplier: alert.supplier, when: format.relative(alert.since) })}
          note={t("dashboard.alert.silent.rule", { count: alert.days })}
          action={<Link to="/suppliers/$code" params={{ code: alert.supplier }}>{t("dashboard.alert.silent.cure")}</Link>}
        />
      );
    case "quarantine":
      return (
        <Line
          icon={<WandSparkles aria-hidden className="size-5 text-quarantined" />}
          text={t("dashboard.alert.quarantine", { count: alert.rows })}
          note={t("dashboard.alert.quarantine.note")}
          action={
            alert.run ? (
              <Link to="/imports/$id" params={{ id: alert.run.id }}>{t("dashboard.alert.quarantine.cure")}</Link>
            ) : (
              <Link to="/imports">{t("dashboard.alert.quarantine.cure")}</Link>
            )
          }
        />
      );
    case "out_of_stock":
      return (
        <Line
          icon={<PackageX aria-hidden className="size-5 text-muted" />}
          text={t("dashboard.alert.out_of_stock", { count: alert.products })}
          note={t("dashboard.alert.out_of_stock.note")}
          action={<Link to="/products" search={{ in_stock: false } as never}>{t("dashboard.alert.out_of_stock.cure")}</Link>}
        />
      );
  }
}

function Line({ icon, text, note, action }: { icon: ReactNode; text: string; note: ReactNode; action: ReactNode }) {
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1 basis-60">
        <span className="font-medium">{text}</span> <span className="text-13 text-muted">{note}</span>
      </span>
      <Button size="small" asChild>
        {action}
      </Button>
    </>
  );
}
