import { useQuery } from "@tanstack/react-query";
import { api, call, changed } from "@/api";
import { Button, ErrorState, RelativeTime, SkeletonRows, tellFailure } from "@/components";
import { useT } from "@/i18n";
import { userSessionsQuery } from "./queries";

/** Where the person is signed in. */
export function UserSessions({ id }: { id: string }) {
  const t = useT();
  const sessions = useQuery(userSessionsQuery(id));
  const end = async (session_id: string) => {
    try {
      await call(api.DELETE("/api/v1/users/{id}/sessions/{session_id}", { params: { path: { id, session_id } } }));
      await changed(["users", "sessions", id]);
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <section className="border-t border-border pt-4">
      <h3>{t("settings.sessions")}</h3>
      {sessions.isPending && <SkeletonRows count={2} />}
      {sessions.error && !sessions.data && <ErrorState error={sessions.error} compact onRetry={() => void sessions.refetch()} />}
      {sessions.data?.length === 0 && <p className="text-muted">{t("settings.sessions.none")}</p>}
      <ul className="divide-y divide-border">
        {sessions.data?.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="truncate" title={session.user_agent}>{session.user_agent || t("settings.sessions.unknown")}</p>
              <p className="text-13 text-muted">{session.address} · <RelativeTime at={session.last_used_at} /></p>
            </div>
            <Button size="small" onClick={() => void end(session.id)}>{t("settings.sessions.end")}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
