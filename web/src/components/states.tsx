import { CloudOff, Copy, Inbox, LockKeyhole, RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { asApiError } from "@/api/problem";
import { serverLanguage } from "@/api/problem-words";
import { useLanguage, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Button } from "./Button";
import { toast } from "./toast";

interface StateProps {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  compact?: boolean;
  tone?: string;
  role?: string;
}

function State({ icon, title, children, actions, compact, tone = "text-muted", role }: StateProps) {
  return (
    <div role={role} className={cx("mx-auto flex max-w-xl gap-3", compact ? "py-2" : "flex-col items-center px-4 py-12 text-center")}>
      <span className={cx("shrink-0", tone)}>{icon}</span>
      <div className="min-w-0 space-y-1">
        <p className={cx("font-semibold", !compact && "text-16")}>{title}</p>
        {children && <div className="space-y-1 text-muted">{children}</div>}
        {actions && <div className={cx("flex flex-wrap gap-2 pt-3", !compact && "justify-center")}>{actions}</div>}
      </div>
    </div>
  );
}

/** What will be here, why it is worth it, and one button. */
export function EmptyState({ icon, ...rest }: Omit<StateProps, "icon" | "tone" | "role"> & { icon?: ReactNode }) {
  return <State icon={icon ?? <Inbox aria-hidden className={rest.compact ? "size-5" : "size-8"} />} {...rest} />;
}

/** What happened, what to do, and the request id to copy. */
export function ErrorState({ error, onRetry, compact }: { error: unknown; onRetry?: () => void; compact?: boolean }) {
  const t = useT();
  const language = useLanguage();
  const problem = asApiError(error);
  if (problem.isForbidden) return <NoPermission compact={compact} detail={problem.message} />;
  const title = problem.isOffline ? t("common.error.offline.title") : problem.title || t("common.error.title");
  const detail = problem.isOffline ? t("common.error.offline.detail") : problem.message || t("common.error.detail");
  const size = compact ? "size-5" : "size-8";
  // What has no words in the language of the page is read aloud in its own.
  const saidIn = problem.message && !problem.isOffline && problem.language !== language ? problem.language : undefined;
  return (
    <State
      role="alert"
      compact={compact}
      tone="text-failed"
      icon={problem.isOffline ? <CloudOff aria-hidden className={size} /> : <TriangleAlert aria-hidden className={size} />}
      title={problem.title ? <span lang={saidIn}>{title}</span> : title}
      actions={
        <>
          {onRetry && (
            <Button size="small" icon={<RotateCw aria-hidden className="size-4" />} onClick={onRetry}>
              {t("common.retry")}
            </Button>
          )}
          {problem.requestId && (
            <Button
              size="small"
              look="quiet"
              icon={<Copy aria-hidden className="size-4" />}
              onClick={() => void navigator.clipboard.writeText(problem.requestId).then(() => toast.done(t("common.copied")))}
            >
              {t("common.error.copy_id")}
            </Button>
          )}
        </>
      }
    >
      <p lang={saidIn}>{detail}</p>
      {problem.cure && <p lang={saidIn} className="text-text">{problem.cure}</p>}
      {problem.original && (
        <p className="text-13">
          {t("common.error.original")} <span lang={serverLanguage}>{problem.original}</span>
        </p>
      )}
    </State>
  );
}

export function NoPermission({ detail, compact }: { detail?: string; compact?: boolean }) {
  const t = useT();
  return (
    <State compact={compact} icon={<LockKeyhole aria-hidden className={compact ? "size-5" : "size-8"} />} title={t("common.forbidden.title")}>
      <p>{detail || t("common.forbidden.detail")}</p>
      <p>{t("common.forbidden.cure")}</p>
    </State>
  );
}
