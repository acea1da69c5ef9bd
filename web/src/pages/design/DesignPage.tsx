import type { ReactNode } from "react";
import { Badge, Card, CodeText, DateTime, Diff, Duration, Facts, LedgerBar, Money, Num, PageHeader, RelativeTime, runStatuses, StatusBadge, type Tone } from "@/components";
import { type Key, useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { DataSamples } from "./DataSamples";
import { FormSamples } from "./FormSamples";
import { StateSamples } from "./StateSamples";

const sizes = ["text-12", "text-13", "text-14", "text-16", "text-20", "text-28"];
const tones: Tone[] = ["created", "updated", "unchanged", "quarantined", "skipped", "withdrawn", "failed"];
const surfaces = ["bg-canvas", "bg-surface", "bg-raised", "bg-accent-soft", "bg-accent"];
const now = new Date("2026-03-03T06:02:00Z");

/** Every component in every state, in the theme and language of now. */
export function DesignPage() {
  const t = useT();
  const format = useFormat();
  return (
    <>
      <PageHeader title={t("design.title")} answer={t("design.lead")} />
      <div className="space-y-4">
        <Section title="design.type">
          {sizes.map((size) => (
            <p key={size} className={size}>{t("design.sample")} <span className="font-mono text-muted">{size}</span></p>
          ))}
        </Section>
        <Section title="design.colours">
          <div className="flex flex-wrap gap-2">
            {surfaces.map((name) => (
              <span key={name} className={`flex h-16 w-32 items-end rounded border border-border p-2 font-mono text-12 ${name} ${name === "bg-accent" ? "text-on-accent" : ""}`}>{name.slice(3)}</span>
            ))}
          </div>
          <div className="mt-3 flex flex-wrap gap-2">
            {tones.map((tone) => <Badge key={tone} tone={tone}>{t(`design.tone.${tone as "created"}`)}</Badge>)}
          </div>
          <div className="mt-3 flex flex-wrap gap-2">
            {runStatuses.map((status) => <StatusBadge key={status} status={status} />)}
          </div>
        </Section>
        <Section title="design.ledger">
          <div className="space-y-6">
            <LedgerBar ledger={{ rows_read: 1460, created: 340, updated: 812, unchanged: 160, quarantined: 148, skipped: 0 }} />
            <LedgerBar ledger={{ rows_read: 1_000_000, created: 3, updated: 12_400, unchanged: 987_590, quarantined: 6, skipped: 1 }} size="short" />
            <LedgerBar ledger={{ rows_read: 1460, created: 340, updated: 812, unchanged: 160, quarantined: 0, skipped: 0 }} />
            <LedgerBar ledger={{ rows_read: 0, created: 0, updated: 0, unchanged: 0, quarantined: 0, skipped: 0 }} />
          </div>
        </Section>
        <Section title="design.values">
          <Facts
            items={[
              [t("design.value.number"), <Num key="n" value={1234567.5} />],
              [t("design.value.money"), <Money key="m" amount="12340.5000" currency="EUR" />],
              [t("design.value.share"), format.percent(0.985)],
              [t("design.value.duration"), <Duration key="d" ms={130_000} />],
              [t("design.value.rate"), format.rate(48_200)],
              [t("design.value.size"), format.bytes(24_300_000)],
              [t("design.value.time"), <DateTime key="t" at={now.toISOString()} />],
              [t("design.value.ago"), <RelativeTime key="r" at={now.toISOString()} />],
              [t("design.value.code"), <CodeText key="c">8 017229 054123</CodeText>],
              [t("design.value.change"), <Diff key="x" before={<Money amount="89.90" />} after={<Money amount="79.90" />} />],
              [t("design.value.none"), <Money key="e" amount={null} />],
            ]}
          />
        </Section>
        <FormSamples />
        <DataSamples />
        <StateSamples />
      </div>
    </>
  );
}

export function Section({ title, children }: { title: Key; children: ReactNode }) {
  const t = useT();
  return <Card title={t(title)}>{children}</Card>;
}
