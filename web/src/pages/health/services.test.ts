import { expect, it } from "vitest";
import { servicesOf } from "./services";

const detail = { engine: "sqlite", problem: "", latency_ms: 1, checked_at: "2026-11-22T10:00:00Z" };

it("puts what is out of order first, then what most depends on", () => {
  const rows = servicesOf({
    status: "degraded",
    services: { media: "healthy", redis: "unhealthy", catalog: "healthy" },
    details: { media: detail, catalog: detail, main: detail, redis: { ...detail, problem: "No connection." } },
  });
  expect(rows.map((row) => row.name)).toEqual(["redis", "main", "catalog", "media"]);
  expect(rows[0]).toMatchObject({ isHealthy: false, problem: "No connection." });
});
it("shows states without details to those who may not see these", () => {
  expect(servicesOf({ status: "healthy", services: { catalog: "healthy" }, details: null })).toEqual([
    { name: "catalog", isHealthy: true, engine: "", problem: "", latencyMs: undefined, checkedAt: undefined },
  ]);
});
