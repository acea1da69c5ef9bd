import type { ColumnDef, SortingState } from "@tanstack/react-table";
import { CircleCheck, CircleX, Clock } from "lucide-react";
import { useMemo, useState } from "react";
import { Card, Chart, DataTable, EmptyState, LedgerBar, Money, Num, ProgressBar, SearchInput, Stat, StatusBadge, Tabs, Timeline } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { Section } from "./DesignPage";

interface Row {
  id: string;
  supplier: string;
  status: string;
  rows: number;
  price: string;
}
const start = Date.UTC(2026, 1, 1) / 1000;
const times = Array.from({ length: 30 }, (_, index) => start + index * 86_400);
const wave = (shift: number) => times.map((_, index) => Math.round(8 + 6 * Math.sin((index + shift) / 3)));
const all: Row[] = Array.from({ length: 10_000 }, (_, index) => ({
  id: String(index),
  supplier: `grossiste-${(index % 45) + 1}`,
  status: ["finished", "failed", "running", "waiting"][index % 4] ?? "finished",
  rows: (index * 7919) % 100_000,
  price: ((index * 131) % 10_000 / 100).toFixed(2),
}));

export function DataSamples() {
  const t = useT();
  const format = useFormat();
  const [tab, setTab] = useState<"bars" | "steps">("bars");
  const series = useMemo(() => [
    { label: t("common.status.finished"), tone: "created" as const, values: wave(0) },
    { label: t("common.status.failed"), tone: "failed" as const, values: wave(5) },
  ], [t]);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <Stat label={t("common.nav.products")} value={format.number(133149)} note={format.signed(350)} trend={wave(2)} trendLabel={t("common.nav.products")} />
        <Stat label={t("common.nav.suppliers")} value={format.number(45)} note={format.signed(0)} />
        <Card title={t("design.progress")}>
          <ProgressBar label={t("design.progress")} done={612_000} total={1_000_000} note={format.rate(48_200)} />
        </Card>
      </div>
      <Section title="design.chart">
        <Tabs
          label={t("design.chart")}
          value={tab}
          onChange={setTab}
          tabs={[
            { value: "bars", label: t("design.chart.bars"), count: 2, content: <Chart label={t("design.chart")} kind="bars" times={times} series={series} /> },
            { value: "steps", label: t("design.chart.steps"), content: <Chart label={t("design.chart")} kind="steps" times={times} series={series} /> },
          ]}
        />
      </Section>
      <Section title="design.timeline">
        <Timeline
          items={[
            { key: "1", at: "2026-03-03T06:02:00Z", icon: <Clock aria-hidden className="size-4" />, title: t("common.status.waiting") },
            { key: "2", at: "2026-03-03T06:03:00Z", icon: <CircleX aria-hidden className="size-4" />, tone: "failed", title: t("common.status.failed"), children: t("design.input.error") },
            { key: "3", at: "2026-03-03T06:04:00Z", icon: <CircleCheck aria-hidden className="size-4" />, tone: "created", title: t("common.status.finished") },
          ]}
        />
      </Section>
      <Table />
    </>
  );
}

function Table() {
  const t = useT();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [sorting, setSorting] = useState<SortingState>([]);
  const [text, setText] = useState("");
  const columns = useMemo<ColumnDef<Row, never>[]>(() => [
    { id: "supplier", header: t("common.nav.suppliers"), cell: ({ row }) => row.original.supplier, size: 220, enableSorting: false },
    { id: "status", header: t("design.table.status"), cell: ({ row }) => <StatusBadge status={row.original.status} />, size: 140, enableSorting: false },
    { id: "rows", header: t("design.table.rows"), accessorKey: "rows", cell: ({ row }) => <Num value={row.original.rows} />, size: 120, meta: { align: "right" } },
    { id: "price", header: t("design.value.money"), accessorKey: "price", cell: ({ row }) => <Money amount={row.original.price} />, size: 120, meta: { align: "right" } },
  ] as ColumnDef<Row, never>[], [t]);
  const rows = useMemo(() => {
    const found = all.filter((row) => row.supplier.includes(text));
    const by = sorting[0];
    if (!by) return found;
    const value = (row: Row) => (by.id === "rows" ? row.rows : Number(row.price));
    return [...found].sort((a, b) => (by.desc ? value(b) - value(a) : value(a) - value(b)));
  }, [text, sorting]);
  return (
    <DataTable
      name="design"
      label={t("design.table")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      sorting={sorting}
      onSortingChange={setSorting}
      selected={selected}
      onSelect={setSelected}
      height="24rem"
      filters={<SearchInput className="w-56" value={text} aria-label={t("design.table.filter")} placeholder={t("design.table.filter")} onChange={(event) => setText(event.target.value)} />}
      empty={<EmptyState title={t("common.combobox.none")} />}
      card={(row) => (
        <div className="space-y-2">
          <LedgerBar size="line" ledger={{ read: row.rows, created: row.rows, updated: 0, unchanged: 0, quarantined: 0, skipped: 0 }} />
          <div className="flex justify-between gap-2"><span>{row.supplier}</span><StatusBadge status={row.status} /></div>
        </div>
      )}
    />
  );
}
