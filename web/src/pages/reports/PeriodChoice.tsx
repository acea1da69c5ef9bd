import { getRouteApi } from "@tanstack/react-router";
import { Button, Field, Input } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { lastDays, longestDays, periodOf } from "./period";

const route = getRouteApi("/app/reports");
const usual = [7, 30, 90, 365];

/** From and to, kept in the address, with the periods people mostly ask for. */
export function PeriodChoice() {
  const t = useT();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = periodOf(search);
  const choose = (next: { from?: string; to?: string }) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <>
      <p className="mb-3 hidden print:block">{t("reports.period.printed", { from: format.date(period.from), to: format.date(period.to) })}</p>
      <div className="no-print flex flex-wrap items-end gap-2">
        <Field label={t("reports.period.from")}>
          <Input type="date" value={period.from} max={period.to} onChange={(event) => choose({ from: event.target.value || undefined, to: period.to })} />
        </Field>
        <Field label={t("reports.period.to")}>
          <Input type="date" value={period.to} min={period.from} onChange={(event) => choose({ from: period.from, to: event.target.value || undefined })} />
        </Field>
        <div role="group" aria-label={t("reports.period.usual")} className="flex flex-wrap gap-1">
          {usual.map((days) => {
            const wanted = lastDays(days);
            return (
              <Button key={days} look="quiet" aria-pressed={wanted.from === period.from && wanted.to === period.to} onClick={() => choose(wanted)} className="aria-pressed:bg-accent-soft aria-pressed:text-accent-strong">
                {t("reports.period.days", { count: days })}
              </Button>
            );
          })}
        </div>
        <p className="basis-full text-12 text-muted">{t("reports.period.rule", { days: longestDays })}</p>
      </div>
    </>
  );
}
