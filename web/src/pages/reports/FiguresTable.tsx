import { Link } from "@tanstack/react-router";
import { Duration, LedgerBar, Num, type ShortColumn, ShortTable } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { type Figures, successOf } from "./queries";

interface Props {
  items: readonly Figures[];
  total: Figures;
  group: "day" | "supplier";
  names: Readonly<Record<string, string>>;
}

/** The latest day first; suppliers by the rows they sent. */
function ordered(items: readonly Figures[], group: Props["group"]) {
  return [...items].sort((a, b) => (group === "day" ? b.key.localeCompare(a.key) : b.rows.read - a.rows.read));
}

export function FiguresTable({ items, total, group, names }: Props) {
  const t = useT();
  const format = useFormat();
  const share = (figures: Figures) => {
    const success = successOf(figures);
    return success === undefined ? "–" : format.percent(success);
  };
  const columns: ShortColumn<Figures>[] = [
    {
      key: "key",
      header: t(group === "day" ? "reports.column.day" : "reports.column.supplier"),
      isHead: true,
      className: "whitespace-nowrap",
      cell: (one) => (group === "day" ? format.date(one.key) : <Link to="/suppliers/$code" params={{ code: one.key }} className="inline-block min-h-6">{names[one.key] || one.key}</Link>),
    },
    { key: "runs", header: t("reports.runs"), isNumber: true, cell: (one) => <Num value={one.runs} /> },
    { key: "success", header: t("reports.success"), isNumber: true, cell: share },
    { key: "ledger", header: t("reports.column.ledger"), className: "min-w-48 w-2/5", cell: (one) => <LedgerBar size="line" ledger={one.rows} /> },
    { key: "rows", header: t("reports.rows"), isNumber: true, cell: (one) => <Num value={one.rows.read} /> },
    { key: "rejected", header: t("reports.column.rejected"), isNumber: true, cell: (one) => format.percent(one.reject_share) },
    { key: "time", header: t("reports.time"), isNumber: true, cell: (one) => <Duration ms={one.duration_ms.p50} /> },
  ];
  return (
    <ShortTable
      label={t("reports.tab.imports")}
      rows={ordered(items, group)}
      rowKey={(one) => one.key}
      columns={columns}
      minWidth="min-w-200"
      footer={{ key: t("reports.total"), runs: <Num value={total.runs} />, success: share(total), rows: <Num value={total.rows.read} />, rejected: format.percent(total.reject_share), time: <Duration ms={total.duration_ms.p50} /> }}
    />
  );
}
