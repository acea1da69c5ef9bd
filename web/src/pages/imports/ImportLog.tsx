import { useQuery } from "@tanstack/react-query";
import { CircleX, Info, TriangleAlert } from "lucide-react";
import { api, call, type Schema } from "@/api";
import { serverLanguage } from "@/api/problem-words";
import { Card, DateTime, EmptyState, ErrorState, ProblemText, SaidByServer, SkeletonRows } from "@/components";
import { useLanguage, useT } from "@/i18n";

const icons: Record<string, typeof Info> = { warning: TriangleAlert, warn: TriangleAlert, error: CircleX };
const tones: Record<string, string> = { warning: "text-quarantined", warn: "text-quarantined", error: "text-failed" };

export function ImportLog({ id, isLive }: { id: string; isLive: boolean }) {
  const t = useT();
  const log = useQuery({
    queryKey: ["imports", id, "log"],
    queryFn: ({ signal }) => call(api.GET("/api/v1/imports/{id}/logs", { params: { path: { id } }, signal })),
    refetchInterval: isLive ? 3_000 : false,
  });
  if (log.isPending) return <SkeletonRows count={4} />;
  if (!log.data) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />;
  if (log.data.items.length === 0) return <EmptyState title={t("imports.log.empty")} />;
  return (
    <Card flush>
      <ol className="divide-y divide-border" aria-label={t("imports.tab.log")}>
        {log.data.items.map((line, index) => {
          const Icon = icons[line.level] ?? Info;
          return (
            <li key={index} className="flex flex-wrap items-start gap-x-3 px-4 py-2">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tones[line.level] ?? "text-muted"}`} />
              <span className="tabular w-40 shrink-0 text-13 text-muted">
                <DateTime at={line.at} />
              </span>
              <span className="min-w-60 flex-1">
                <Message line={line} />
              </span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** A failure is logged with its cure and, at the end, its code, which other languages know it by. */
const failure = /^(.+) \(([a-z_]+\.[a-z_]+)\)$/s;

function Message({ line }: { line: Schema<"imports.LogLineView"> }) {
  const isServers = useLanguage() === serverLanguage;
  const [, message, code] = (line.level === "error" && failure.exec(line.message)) || [];
  return code && !isServers ? <ProblemText problem={{ code, message }} /> : <SaidByServer text={line.message} />;
}
