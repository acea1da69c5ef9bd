import { useQuery } from "@tanstack/react-query";
import { type Schema, useMay } from "@/api";
import { Stat } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { countBack, everyDay, perDay, successRate } from "./figures";
import { daysQuery, suppliersQuery } from "./queries";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export function Tiles({ board }: { board: Schema<"analytics.DashboardView"> }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <Products board={board} />
      <Suppliers board={board} />
      <ImportTiles />
    </div>
  );
}

function Products({ board }: { board: Schema<"analytics.DashboardView"> }) {
  const t = useT();
  const format = useFormat();
  const added = board.growth.map((day) => day.products_created);
  return (
    <Stat
      label={t("dashboard.tile.products")}
      value={format.number(board.catalog.products)}
      note={t("dashboard.tile.products.note", { change: format.signed(sum(added.slice(-7))) })}
      trend={countBack(board.catalog.products, added)}
      trendLabel={t("dashboard.tile.trend")}
    />
  );
}

function Suppliers({ board }: { board: Schema<"analytics.DashboardView"> }) {
  const t = useT();
  const format = useFormat();
  const suppliers = useQuery({ ...suppliersQuery, enabled: useMay("suppliers.read") });
  const added = perDay((suppliers.data?.items ?? []).map((one) => one.created_at), board.growth.map((day) => day.day));
  return (
    <Stat
      label={t("dashboard.tile.suppliers")}
      value={format.number(board.catalog.suppliers)}
      note={t("dashboard.tile.suppliers.note", { change: format.signed(sum(added)) })}
      trend={countBack(board.catalog.suppliers, added)}
      trendLabel={t("dashboard.tile.trend")}
    />
  );
}

function ImportTiles() {
  const t = useT();
  const format = useFormat();
  const report = useQuery(daysQuery);
  const days = everyDay(report.data?.items ?? [], 60);
  const latest = days.slice(-30);
  const today = days.at(-1);
  const rate = successRate(latest);
  const before = successRate(days.slice(0, 30));
  const change = rate !== undefined && before !== undefined ? format.signed((rate - before) * 100) : undefined;
  const outcome = [
    today?.finished && t("dashboard.tile.today.finished", { count: today.finished }),
    today?.failed && t("dashboard.tile.today.failed", { count: today.failed }),
    today?.cancelled && t("dashboard.tile.today.cancelled", { count: today.cancelled }),
  ].filter(Boolean);
  return (
    <>
      <Stat
        label={t("dashboard.tile.today")}
        value={format.number(today?.runs ?? 0)}
        note={outcome.length > 0 ? outcome.join(", ") : t("dashboard.tile.today.none")}
        trend={latest.map((day) => day.runs)}
        trendLabel={t("dashboard.tile.trend")}
      />
      <Stat
        label={t("dashboard.tile.success")}
        value={rate === undefined ? "–" : format.percent(rate)}
        note={change === undefined ? t("dashboard.tile.success.first") : t("dashboard.tile.success.change", { change })}
        trend={latest.map((day) => (successRate([day]) ?? 1) * 100)}
        trendLabel={t("dashboard.tile.trend")}
      />
    </>
  );
}
