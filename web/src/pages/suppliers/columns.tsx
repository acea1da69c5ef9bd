import { useQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { Link } from "@tanstack/react-router";
import { type Schema, useMay } from "@/api";
import { CodeText, LedgerBar, NoValue, Num, RelativeTime, Skeleton } from "@/components";
import { type Translate, useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { healthOf, successShare } from "./health";
import { HealthBadge } from "./HealthBadge";
import { lastImportsQuery } from "./queries";
import type { Fleet } from "./useFleet";

type Supplier = Schema<"suppliers.SupplierView">;
interface CellProps {
  code: string;
  fleet: Fleet;
}

/** From what is known of all, else asked for this one. */
function useHealth({ code, fleet }: CellProps) {
  const mayImports = useMay("imports.read");
  const known = fleet.importsOf(code);
  const asked = useQuery({ ...lastImportsQuery(code), enabled: mayImports && known === undefined });
  const imports = known ?? asked.data;
  return imports && healthOf(imports, fleet.isSilent(code));
}

function HealthCell(props: CellProps) {
  const health = useHealth(props);
  return health ? <HealthBadge state={health.state} /> : <Skeleton className="h-5 w-20" />;
}

function LastImport(props: CellProps) {
  const health = useHealth(props);
  if (!health) return <Skeleton className="h-4 w-full" />;
  if (!health.last) return <NoValue />;
  return (
    <span className="flex items-center gap-3">
      {health.last.ledger ? <LedgerBar size="line" ledger={health.last.ledger} /> : <span className="flex-1" />}
      <span className="w-24 shrink-0 text-13 text-muted">
        <RelativeTime at={health.last.finished_at ?? health.last.created_at} />
      </span>
    </span>
  );
}

function Success({ code, fleet }: CellProps) {
  const format = useFormat();
  const share = successShare(fleet.figuresOf(code));
  return share === undefined ? <NoValue /> : <>{format.percent(share)}</>;
}

function Name({ supplier }: { supplier: Supplier }) {
  return (
    <>
      <Link to="/suppliers/$code" params={{ code: supplier.code }} className="font-medium">
        {supplier.name}
      </Link>
      {supplier.name !== supplier.code && <CodeText className="ml-2 text-muted">{supplier.code}</CodeText>}
    </>
  );
}

export function supplierColumns(t: Translate, fleet: Fleet): ColumnDef<Supplier>[] {
  return [
    { id: "name", header: t("suppliers.column.supplier"), size: 240, cell: ({ row }) => <Name supplier={row.original} /> },
    { id: "health", header: t("suppliers.column.health"), size: 140, enableSorting: false, cell: ({ row }) => <HealthCell code={row.original.code} fleet={fleet} /> },
    { id: "last", header: t("suppliers.column.last"), size: 300, enableSorting: false, cell: ({ row }) => <LastImport code={row.original.code} fleet={fleet} /> },
    {
      id: "rows", header: t("suppliers.column.rows"), size: 130, enableSorting: false, meta: { align: "right" },
      cell: ({ row }) => <Num value={fleet.figuresOf(row.original.code)?.rows.read} />,
    },
    {
      id: "success", header: t("suppliers.column.success"), size: 120, enableSorting: false, meta: { align: "right" },
      cell: ({ row }) => <Success code={row.original.code} fleet={fleet} />,
    },
    { id: "next", header: t("suppliers.column.next"), size: 130, enableSorting: false, cell: ({ row }) => <RelativeTime at={fleet.nextRunOf(row.original.code)} /> },
    { id: "priority", header: t("suppliers.column.priority"), size: 100, meta: { align: "right" }, cell: ({ row }) => <Num value={row.original.priority} /> },
  ];
}

/** The same under 640 px, led by the ledger bar. */
export function SupplierCard({ supplier, fleet }: { supplier: Supplier; fleet: Fleet }) {
  const t = useT();
  const next = fleet.nextRunOf(supplier.code);
  return (
    <div className="space-y-2">
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate">
          <Name supplier={supplier} />
        </span>
        <HealthCell code={supplier.code} fleet={fleet} />
      </div>
      <LastImport code={supplier.code} fleet={fleet} />
      {next && (
        <p className="text-13 text-muted">
          {t("suppliers.column.next")} <RelativeTime at={next} />
        </p>
      )}
    </div>
  );
}
