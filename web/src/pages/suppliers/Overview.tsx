import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { useMemo } from "react";
import { useMay } from "@/api";
import { Button, Card, EmptyState, ErrorState, Facts, LedgerBar, Num, ProblemText, RelativeTime, SkeletonRows, Stat, StatusBadge } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { dayOf, everyDay, successShare } from "./health";
import { useSupplierHealth } from "./HealthLine";
import { figuresByDayQuery, numbersQuery } from "./queries";

const days = 30;

export function Overview({ code }: { code: string }) {
  return (
    <div className="space-y-4">
      <Tiles code={code} />
      <LastImport code={code} />
    </div>
  );
}

function Tiles({ code }: { code: string }) {
  const t = useT();
  const format = useFormat();
  const mayFigures = useMay("analytics.read");
  const numbers = useQuery(numbersQuery(code)).data;
  const from = dayOf(Date.now() - (days - 1) * 86_400_000);
  const figures = useQuery({ ...figuresByDayQuery(code, from), enabled: mayFigures }).data;
  const trend = useMemo(() => everyDay(figures?.items ?? [], days).map((day) => day.found?.rows.read ?? 0), [figures]);
  const success = successShare(figures?.total);
  const waiting = "…";
  return (
    <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      <Stat
        label={t("suppliers.tile.offers")}
        value={numbers ? format.number(numbers.active_offers) : waiting}
        note={numbers && t("suppliers.tile.withdrawn", { count: numbers.withdrawn_offers })}
      />
      <Stat label={t("suppliers.tile.products")} value={numbers ? format.number(numbers.products) : waiting} />
      {mayFigures && (
        <>
          <Stat
            label={t("suppliers.tile.rows")}
            value={figures ? format.compact(figures.total.rows.read) : waiting}
            note={figures && t("suppliers.tile.runs", { count: figures.total.runs })}
            trend={trend}
            trendLabel={t("suppliers.tile.rows")}
          />
          <Stat
            label={t("suppliers.tile.success")}
            value={figures ? (success === undefined ? "–" : format.percent(success)) : waiting}
            note={figures && t("suppliers.tile.rejects", { share: format.percent(figures.total.reject_share) })}
          />
        </>
      )}
    </div>
  );
}

function LastImport({ code }: { code: string }) {
  const t = useT();
  const navigate = useNavigate();
  const mayStart = useMay("imports.start");
  const { health, imports, next, mayImports } = useSupplierHealth(code);
  if (!mayImports) return null;
  const last = health?.last;
  const open = () => last && void navigate({ to: "/imports/$id", params: { id: last.id } });
  return (
    <Card title={t("suppliers.last.title")} actions={last && <StatusBadge status={last.status} />}>
      {imports.isPending && <SkeletonRows count={3} />}
      {imports.error && !imports.data && <ErrorState error={imports.error} onRetry={() => void imports.refetch()} compact />}
      {imports.data && !last && (
        <EmptyState
          compact
          title={t("suppliers.last.none")}
          actions={
            mayStart && (
              <Button asChild>
                <Link to="/imports/new">
                  <Upload aria-hidden className="size-4" />
                  {t("suppliers.empty.import")}
                </Link>
              </Button>
            )
          }
        >
          {t("suppliers.last.none.why")}
        </EmptyState>
      )}
      {last && (
        <div className="space-y-4">
          {last.ledger && <LedgerBar ledger={last.ledger} running={last.status === "running"} onBucket={open} />}
          {last.problem && (
            <p className="text-failed">
              <ProblemText problem={last.problem} />
            </p>
          )}
          <Facts
            items={[
              [t("suppliers.last.file"), <Link key="file" to="/imports/$id" params={{ id: last.id }} className="break-all">{last.file_name}</Link>],
              [t("suppliers.last.when"), <RelativeTime key="at" at={last.finished_at ?? last.created_at} />],
              [t("suppliers.last.withdrawn"), <Num key="withdrawn" value={last.ledger?.offers_withdrawn} />],
              [t("suppliers.column.next"), <RelativeTime key="next" at={next} />],
            ]}
          />
        </div>
      )}
    </Card>
  );
}
