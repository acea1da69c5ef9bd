import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { api, call } from "@/api";
import { Badge, Button, Card, CodeText, EmptyState, ErrorState, NoValue, SearchInput, ShortTable, SkeletonRows } from "@/components";
import { useT } from "@/i18n";

const route = getRouteApi("/app/settings");

/** What the process was started with. To change it, change the environment and start again. */
export function Environment() {
  const t = useT();
  const { search = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const environment = useQuery({
    queryKey: ["settings", "environment"],
    staleTime: 300_000,
    queryFn: async ({ signal }) => (await call(api.GET("/api/v1/settings/environment", { signal }))).items,
  });
  if (environment.isPending) return <Card><SkeletonRows count={10} /></Card>;
  if (!environment.data) return <ErrorState error={environment.error} onRetry={() => void environment.refetch()} />;
  const find = (text: string | undefined) => void navigate({ search: (before) => ({ ...before, search: text || undefined }), replace: true });
  const wanted = search.toLowerCase();
  const rows = environment.data.filter((one) => `${one.name} ${one.value} ${one.help}`.toLowerCase().includes(wanted));
  return (
    <div className="space-y-3">
      <SearchInput className="max-w-sm" aria-label={t("settings.environment.search")} placeholder={t("settings.environment.search")} value={search} onChange={(event) => find(event.target.value)} />
      <Card flush>
        {rows.length === 0 ? (
          <EmptyState title={t("settings.environment.none")} actions={<Button onClick={() => find(undefined)}>{t("settings.show_all")}</Button>} />
        ) : (
          <ShortTable
            label={t("settings.tab.environment")}
            rows={rows}
            rowKey={(one) => one.name}
            columns={[
              { key: "name", header: t("settings.environment.name"), isHead: true, className: "align-top", cell: (one) => <code className="font-mono text-13 whitespace-nowrap">{one.name}</code> },
              { key: "value", header: t("settings.environment.value"), className: "align-top min-w-48", cell: (one) => (one.value ? <CodeText>{one.value}</CodeText> : <NoValue />) },
              { key: "source", header: t("settings.environment.source"), className: "align-top", cell: (one) => <Badge tone={one.source === "default" ? "unchanged" : "updated"}>{sourceName(one.source, t)}</Badge> },
              { key: "help", header: t("settings.environment.help"), className: "text-13 text-muted", cell: (one) => <span lang="en">{one.help}</span> },
            ]}
          />
        )}
      </Card>
    </div>
  );
}

function sourceName(source: string, t: ReturnType<typeof useT>) {
  if (source === "default") return t("settings.environment.by_default");
  if (source === "environment") return t("settings.environment.by_environment");
  return source;
}
