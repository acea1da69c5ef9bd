import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schema } from "@/api";
import { Card, Chart, ErrorState, type Series } from "@/components";
import { useT } from "@/i18n";
import { everyDay, secondsOf } from "./figures";
import { daysQuery } from "./queries";

export function DashboardCharts({ board }: { board: Schema<"analytics.DashboardView"> }) {
  const t = useT();
  const report = useQuery(daysQuery);
  const imports = useMemo(() => {
    const days = everyDay(report.data?.items ?? [], 30);
    const series: Series[] = [
      { label: t("common.status.finished"), tone: "created", values: days.map((day) => day.finished) },
      { label: t("common.status.failed"), tone: "failed", values: days.map((day) => day.failed) },
      { label: t("common.status.cancelled"), tone: "skipped", values: days.map((day) => day.cancelled) },
    ];
    return { times: days.map((day) => secondsOf(day.day)), series };
  }, [report.data, t]);
  const growth = useMemo(() => {
    const series: Series[] = [
      { label: t("dashboard.chart.new_products"), tone: "created", values: board.growth.map((day) => day.products_created) },
      { label: t("dashboard.chart.withdrawn"), tone: "withdrawn", values: board.growth.map((day) => day.offers_withdrawn) },
    ];
    return { times: board.growth.map((day) => secondsOf(day.day)), series };
  }, [board.growth, t]);
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Card title={t("dashboard.chart.imports")}>
        {report.error && !report.data ? (
          <ErrorState error={report.error} onRetry={() => void report.refetch()} compact />
        ) : (
          <Chart label={t("dashboard.chart.imports")} kind="bars" {...imports} />
        )}
      </Card>
      <Card title={t("dashboard.chart.growth")}>
        <Chart label={t("dashboard.chart.growth")} kind="bars" {...growth} />
      </Card>
    </div>
  );
}
