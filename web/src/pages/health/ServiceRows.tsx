import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { Badge, Card, ErrorState, NoValue, RelativeTime, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { useFormat } from "@/lib/format";
import { milliseconds } from "./milliseconds";
import { servicesQuery } from "./queries";
import { knownServices, type Service, serviceName, servicesOf } from "./services";

/** One row a service: how it is, what it is for, what does not work without it. */
export function ServiceRows() {
  const t = useT();
  const services = useQuery(servicesQuery);
  return (
    <Card title={t("health.tab.services")} flush>
      {services.isPending && <SkeletonRows count={8} />}
      {services.error && !services.data && <ErrorState error={services.error} onRetry={() => void services.refetch()} />}
      {services.data && (
        <ul className="divide-y divide-border">
          {servicesOf(services.data).map((service) => (
            <Row key={service.name} service={service} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ service }: { service: Service }) {
  const t = useT();
  const format = useFormat();
  const known = knownServices.find((one) => one === service.name);
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-3 sm:grid-cols-[10rem_1fr_auto] sm:items-start">
      <div className="flex items-start justify-between gap-2 sm:flex-col sm:justify-start">
        <span className="font-medium">{serviceName(service.name, t)}</span>
        {service.isHealthy ? (
          <Badge tone="created" icon={<CircleCheck aria-hidden className="size-3.5" />}>{t("health.healthy")}</Badge>
        ) : (
          <Badge tone="failed" icon={<CircleX aria-hidden className="size-3.5" />}>{t("health.broken")}</Badge>
        )}
      </div>
      <div className="min-w-0">
        {service.problem && <p className="font-medium break-words text-failed">{service.problem}</p>}
        {known && <p>{t(`health.for.${known}`)}</p>}
        {known && <p className="text-13 text-muted">{t("health.without")} {t(`health.without.${known}`)}</p>}
      </div>
      <div className="text-13 text-muted sm:text-right">
        <p>{service.engine}</p>
        <p className="tabular">{service.latencyMs === undefined ? <NoValue /> : t("health.answers_in", { time: milliseconds(service.latencyMs, format) })}</p>
        <p>{t("health.checked")} <RelativeTime at={service.checkedAt} /></p>
      </div>
    </li>
  );
}
