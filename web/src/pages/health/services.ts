import type { Translate } from "@/i18n";
import type { Services } from "./queries";

/** In the order of how much stops without them. */
export const knownServices = ["main", "catalog", "imports", "minio", "analytics", "redis", "media", "code2asin"] as const;

export function serviceName(name: string, t: Translate) {
  const known = knownServices.find((one) => one === name);
  return known ? t(`health.service.${known}`) : name;
}

export interface Service {
  name: string;
  isHealthy: boolean;
  engine: string;
  problem: string;
  latencyMs: number | undefined;
  checkedAt: string | undefined;
}

/** One row a service, those out of order first. Details are for those who may see them; states for everybody. */
export function servicesOf(answer: Services): Service[] {
  const names = [...new Set([...Object.keys(answer.services ?? {}), ...Object.keys(answer.details ?? {})])];
  const place = (name: string) => (knownServices as readonly string[]).indexOf(name) + 1 || knownServices.length + 1;
  return names
    .map((name) => {
      const detail = answer.details?.[name];
      const state = answer.services?.[name];
      return {
        name,
        isHealthy: state === undefined ? !detail?.problem : state === "healthy",
        engine: detail?.engine ?? "",
        problem: detail?.problem ?? "",
        latencyMs: detail?.latency_ms,
        checkedAt: detail?.checked_at,
      };
    })
    .sort((a, b) => Number(a.isHealthy) - Number(b.isHealthy) || place(a.name) - place(b.name));
}
