import { CircleCheck, CirclePlay, CircleX, FileUp, RotateCw } from "lucide-react";
import { Button, Card, CodeText, Duration, ErrorState, Facts, Num, ProblemLine, RelativeTime, SkeletonRows, Timeline, type TimelineItem } from "@/components";
import { type Import, isOver, Problems, type Report } from "@/components/imports";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";

interface Props {
  run: Import;
  report: Report | undefined;
  error: unknown;
  rules?: Record<string, string>;
  onFix: () => void;
}

/** Problems by cause first, then what happened when, and how the file was read. */
export function ImportSummary({ run, report, error, rules, onFix }: Props) {
  const t = useT();
  const toCorrect = run.ledger?.quarantined ?? 0;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[3fr_2fr]">
      {run.ledger && (
        <Card
          title={t("imports.problems.title")}
          actions={
            toCorrect > 0 &&
            !run.dry_run && (
              <Button size="small" onClick={onFix}>
                {t("imports.fix.open", { count: toCorrect })}
              </Button>
            )
          }
        >
          {report ? <Problems problems={report.problems} rules={rules} /> : error ? <ErrorState error={error} compact /> : <SkeletonRows count={4} />}
        </Card>
      )}
      <div className="min-w-0 space-y-4">
        <Card title={t("imports.timeline")}>
          <Timeline items={timelineOf(t, run)} />
        </Card>
        <Card title={t("imports.how")}>
          <How run={run} report={report} />
        </Card>
      </div>
    </div>
  );
}

function timelineOf(t: ReturnType<typeof useT>, run: Import): TimelineItem[] {
  const icon = "size-4";
  const items: TimelineItem[] = [
    { key: "sent", at: run.created_at, icon: <FileUp aria-hidden className={icon} />, title: t("imports.timeline.sent", { name: run.created_by || t("imports.timeline.program") }) },
  ];
  if (run.started_at) items.push({ key: "begun", at: run.started_at, icon: <CirclePlay aria-hidden className={icon} />, tone: "updated", title: t("imports.timeline.begun") });
  if (run.resumed > 0) items.push({ key: "resumed", at: null, icon: <RotateCw aria-hidden className={icon} />, title: t("imports.timeline.resumed", { count: run.resumed }) });
  if (isOver(run.status) && run.finished_at) {
    const isGood = run.status === "finished";
    const status = (["finished", "failed", "cancelled"] as const).find((one) => one === run.status);
    items.push({
      key: "over",
      at: run.finished_at,
      icon: isGood ? <CircleCheck aria-hidden className={icon} /> : <CircleX aria-hidden className={icon} />,
      tone: isGood ? "created" : "failed",
      title: status ? t(`common.status.${status}`) : run.status,
      children: run.problem && <ProblemLine problem={run.problem} />,
    });
  }
  return items;
}

function How({ run, report }: { run: Import; report: Report | undefined }) {
  const t = useT();
  const format = useFormat();
  const detected = report?.detected;
  const delimiter = detected?.delimiter === "\t" ? t("imports.delimiter.tab") : detected?.delimiter;
  return (
    <Facts
      items={[
        [t("imports.supplier"), run.supplier],
        [t("imports.file"), <CodeText key="file">{run.file_name}</CodeText>],
        [t("imports.mode"), t(run.mode === "full" ? "imports.mode.full" : "imports.mode.partial")],
        [t("imports.when"), <RelativeTime key="when" at={run.created_at} />],
        ...(report && detected
          ? ([
              [t("imports.took"), <span key="took"><Duration ms={report.duration_ms} /> · {format.rate(report.rows_per_second)}</span>],
              [t("imports.read_as"), [detected.format.toUpperCase(), delimiter, detected.encoding, detected.sheet, detected.zip_entry].filter(Boolean).join(" · ")],
              [t("imports.mapping"), report.mapping_version > 0 ? t("imports.mapping.version", { version: report.mapping_version }) : t("imports.mapping.own")],
              [t("imports.columns"), <Num key="columns" value={detected.columns.length} />],
            ] as const)
          : []),
      ]}
    />
  );
}
