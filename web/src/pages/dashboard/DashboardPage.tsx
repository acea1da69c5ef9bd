import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { useMay } from "@/api";
import { Button, ErrorState, NoPermission, PageHeader, SkeletonPage } from "@/components";
import { useT } from "@/i18n";
import { Alerts } from "./Alerts";
import { DashboardCharts } from "./DashboardCharts";
import { alertsOf, suppliersInTrouble } from "./figures";
import { League } from "./League";
import { LiveImports } from "./LiveImports";
import { boardQuery, outOfStockQuery } from "./queries";
import { Tiles } from "./Tiles";
import { useFreshBoard } from "./useFreshBoard";
import { Welcome } from "./Welcome";

export function DashboardPage() {
  const t = useT();
  useFreshBoard();
  const mayRead = useMay("analytics.read");
  const mayProducts = useMay("products.read");
  const mayStart = useMay("imports.start");
  const board = useQuery({ ...boardQuery, enabled: mayRead });
  const outOfStock = useQuery({ ...outOfStockQuery, enabled: mayRead && mayProducts });
  if (!mayRead) {
    return (
      <>
        <PageHeader title={t("dashboard.title")} />
        <NoPermission />
      </>
    );
  }
  if (board.isPending) {
    return (
      <>
        <PageHeader title={t("dashboard.title")} />
        <SkeletonPage />
      </>
    );
  }
  if (!board.data) {
    return (
      <>
        <PageHeader title={t("dashboard.title")} />
        <ErrorState error={board.error} onRetry={() => void board.refetch()} />
      </>
    );
  }
  const isNew = board.data.latest_imports.length === 0 && board.data.imports.running === 0 && board.data.catalog.products === 0;
  if (isNew) return <Welcome />;

  const alerts = alertsOf(board.data, outOfStock.data?.total ?? 0);
  return (
    <>
      <PageHeader
        title={t("dashboard.title")}
        answer={<Answer suppliers={board.data.catalog.suppliers} inTrouble={suppliersInTrouble(alerts)} running={board.data.imports.running} />}
        actions={
          mayStart && (
            <Button look="primary" asChild>
              <Link to="/imports/new">
                <Upload aria-hidden className="size-4" />
                {t("dashboard.import")}
              </Link>
            </Button>
          )
        }
      />
      <div className="space-y-4">
        <Alerts alerts={alerts} />
        <Tiles board={board.data} />
        <DashboardCharts board={board.data} />
        <div className="grid gap-4 xl:grid-cols-[3fr_2fr]">
          <League board={board.data} />
          <LiveImports />
        </div>
      </div>
    </>
  );
}

/** The question that brings people here, answered in a line. */
function Answer({ suppliers, inTrouble, running }: { suppliers: number; inTrouble: number; running: number }) {
  const t = useT();
  const parts = [
    inTrouble === 0 ? t("dashboard.answer.fine", { count: suppliers }) : t("dashboard.answer.trouble", { count: inTrouble, suppliers }),
    running > 0 && t("dashboard.answer.running", { count: running }),
  ];
  return <span className="text-16 text-text">{parts.filter(Boolean).join(" · ")}</span>;
}
