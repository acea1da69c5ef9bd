import { useQuery } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { api, call, changed, type Schema } from "@/api";
import { Badge, Button, Card, ConfirmDialog, ErrorState, RelativeTime, SkeletonRows } from "@/components";
import { useT } from "@/i18n";
import { deviceOf } from "./device";

type OpenSession = Schema<"identity.SessionView">;

/** Where this account is signed in, with a way to end each. */
export function Sessions() {
  const t = useT();
  const [ending, setEnding] = useState<OpenSession | null>(null);
  const sessions = useQuery({ queryKey: ["sessions"], queryFn: ({ signal }) => call(api.GET("/api/v1/auth/sessions", { signal })) });
  const end = async () => {
    if (!ending) return;
    await call(api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id: ending.id } } }));
    await changed(["sessions"]);
  };
  return (
    <Card title={t("profile.sessions")} flush>
      {sessions.isPending && <SkeletonRows count={3} />}
      {sessions.error && !sessions.data && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
      <ul className="relative max-h-120 divide-y divide-border overflow-y-auto">
        {sessions.data?.items.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-3 px-4 py-3">
            <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="font-medium">{deviceOf(one.user_agent) || t("profile.sessions.unknown")}</p>
              <p className="text-13 text-muted">
                {one.address} · {t("profile.sessions.used")} <RelativeTime at={one.last_used_at} />
              </p>
            </div>
            {one.current ? (
              <Badge tone="created">{t("profile.sessions.this")}</Badge>
            ) : (
              <Button size="small" onClick={() => setEnding(one)}>{t("profile.sessions.end")}</Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog open={ending !== null} onClose={() => setEnding(null)} title={t("profile.sessions.end.title")} action={t("profile.sessions.end")} onConfirm={end} danger>
        <p>{t("profile.sessions.end.text", { device: deviceOf(ending?.user_agent ?? "") || t("profile.sessions.unknown"), address: ending?.address ?? "" })}</p>
      </ConfirmDialog>
    </Card>
  );
}
