import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMay } from "@/api";
import { Card, NoPermission, PageHeader, ProcessList, Tabs } from "@/components";
import { useT } from "@/i18n";
import { oneOf } from "@/lib/search-texts";
import { JobDialog } from "./JobDialog";
import { JobList } from "./JobList";
import { QueueList } from "./QueueList";
import { pausedQuery, queuesQuery } from "./queries";
import { ScheduleList } from "./ScheduleList";

const tabs = ["jobs", "queues", "workers", "schedules"] as const;
const route = getRouteApi("/app/jobs");

export function JobsPage() {
  const t = useT();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayRead = useMay("monitoring.read");
  const maySchedules = useMay("imports.read");
  if (!mayRead) {
    return (
      <>
        <PageHeader title={t("jobs.title")} />
        <NoPermission />
      </>
    );
  }
  const contents = {
    jobs: <JobList />,
    queues: <QueueList />,
    workers: (
      <Card flush>
        <ProcessList />
      </Card>
    ),
    schedules: maySchedules ? <ScheduleList /> : <NoPermission />,
  };
  return (
    <>
      <PageHeader title={t("jobs.title")} answer={<Answer />} />
      <Tabs
        label={t("jobs.title")}
        value={oneOf(search.tab, tabs, "jobs")}
        onChange={(tab) => void navigate({ search: tab === "jobs" ? {} : { tab } })}
        tabs={tabs.map((value) => ({ value, label: t(`jobs.tab.${value}`), content: contents[value] }))}
      />
      {search.job && <JobDialog id={search.job} onClose={() => void navigate({ search: (before) => ({ ...before, job: undefined }) })} />}
    </>
  );
}

/** How things stand: what runs, what waits, and what needs somebody. */
function Answer() {
  const t = useT();
  const queues = useQuery(queuesQuery);
  const paused = useQuery(pausedQuery);
  if (!queues.data) return null;
  const sum = (of: "running" | "waiting" | "dead") => queues.data.reduce((all, queue) => all + queue[of], 0);
  const [running, waiting, dead] = [sum("running"), sum("waiting"), sum("dead")];
  const parts = [
    running + waiting === 0 && t("jobs.answer.idle"),
    running > 0 && t("jobs.answer.running", { count: running }),
    waiting > 0 && t("jobs.answer.waiting", { count: waiting }),
    dead > 0 && t("jobs.answer.dead", { count: dead }),
    (paused.data?.length ?? 0) > 0 && t("jobs.answer.paused", { count: paused.data?.length ?? 0 }),
  ];
  return <span className="text-16 text-text">{parts.filter(Boolean).join(" · ")}</span>;
}
