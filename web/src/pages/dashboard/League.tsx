import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Schema, useMay } from "@/api";
import { Card, Duration, EmptyState, ErrorState, LedgerBar, Num, RelativeTime, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { latestRuns, successRate } from "./figures";
import { nextRunsQuery, supplierFiguresQuery, suppliersQuery } from "./queries";

const shown = 15;

/** The suppliers of the last thirty days, those with the most rows first. */
export function League({ board }: { board: Schema<"analytics.DashboardView"> }) {
  const t = useT();
  const report = useQuery(supplierFiguresQuery);
  return (
    <Card title={t("dashboard.league")} actions={<Link to="/suppliers" className="text-13">{t("dashboard.league.all")}</Link>} flush>
      {report.isPending && <SkeletonRows count={5} />}
      {report.error && !report.data && <ErrorState error={report.error} onRetry={() => void report.refetch()} />}
      {report.data?.items.length === 0 && <EmptyState title={t("dashboard.league.empty")} />}
      {report.data && report.data.items.length > 0 && <LeagueTable figures={report.data.items} board={board} />}
    </Card>
  );
}

function LeagueTable({ figures, board }: { figures: readonly Schema<"analytics.ImportFiguresView">[]; board: Schema<"analytics.DashboardView"> }) {
  const t = useT();
  const format = useFormat();
  const suppliers = useQuery({ ...suppliersQuery, enabled: useMay("suppliers.read") });
  const mayImports = useMay("imports.read");
  const maySuppliers = useMay("suppliers.read");
  const next = useQuery({ ...nextRunsQuery, enabled: mayImports && maySuppliers });
  const names = new Map(suppliers.data?.items.map((one) => [one.code, one.name]));
  const runs = latestRuns(board.latest_imports);
  const rows = [...figures].sort((a, b) => b.rows.read - a.rows.read).slice(0, shown);
  return (
    // It scrolls sideways on small screens, so it must be reachable by keyboard.
    <div className="relative overflow-x-auto" role="region" aria-label={t("dashboard.league")} tabIndex={0}>
      <table className="w-full min-w-160">
        <thead>
          <tr className="border-b border-border text-left text-13 whitespace-nowrap text-muted *:px-4 *:py-2 *:font-medium">
            <th scope="col">{t("dashboard.league.supplier")}</th>
            <th scope="col" className="w-2/5">{t("dashboard.league.last_run")}</th>
            <th scope="col" className="text-right">{t("dashboard.league.rows")}</th>
            <th scope="col" className="text-right">{t("dashboard.league.success")}</th>
            <th scope="col" className="text-right">{t("dashboard.league.time")}</th>
            <th scope="col">{t("dashboard.league.next")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const rate = successRate([row]);
            return (
              <tr key={row.key} className="border-b border-border last:border-0 *:px-4 *:py-2">
                <th scope="row" className="max-w-48 truncate text-left font-medium">
                  <Link to="/suppliers/$code" params={{ code: row.key }}>{names.get(row.key) || row.key}</Link>
                </th>
                <td><LedgerBar size="line" ledger={runs.get(row.key)?.rows ?? row.rows} /></td>
                <td className="text-right"><Num value={row.rows.read} /></td>
                <td className="text-right">{rate === undefined ? "–" : format.percent(rate)}</td>
                <td className="text-right"><Duration ms={row.duration_ms.p50} /></td>
                <td><RelativeTime at={next.data?.[row.key]} /></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
