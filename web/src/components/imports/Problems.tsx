import { CircleCheck, Info, WandSparkles } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { useFormat } from "@/lib/format";
import { toneText } from "../Badge";
import { isCause, severityOf } from "./causes";

interface Props {
  /** How many times each cause occurs, by its code. */
  problems: Record<string, number>;
  /** Severities the mapping changed. */
  rules?: Record<string, string>;
  /** What can be done about a cause, beside it. */
  action?: (code: string) => ReactNode;
}

/** Everything that was wrong, grouped by cause, the most frequent first, each with what to do. */
export function Problems({ problems, rules, action }: Props) {
  const t = useT();
  const all = Object.entries(problems).sort((a, b) => b[1] - a[1]);
  if (all.length === 0) {
    return (
      <p className="flex items-center gap-2 text-created">
        <CircleCheck aria-hidden className="size-4" />
        {t("imports.problems.none")}
      </p>
    );
  }
  const groups = [
    { severity: "reject", title: t("imports.problems.reject"), icon: <WandSparkles aria-hidden className="size-4" />, tone: toneText.quarantined },
    { severity: "warn", title: t("imports.problems.warn"), icon: <Info aria-hidden className="size-4" />, tone: toneText.updated },
  ].map((group) => ({ ...group, causes: all.filter(([code]) => severityOf(code, rules) === group.severity) }));
  return (
    <div className="space-y-4">
      {groups.map(
        (group) =>
          group.causes.length > 0 && (
            <section key={group.severity}>
              <h3 className={cx("mb-1 flex items-center gap-2", group.tone)}>
                {group.icon}
                {group.title}
              </h3>
              <ul className="divide-y divide-border">
                {group.causes.map(([code, count]) => (
                  <Cause key={code} code={code} count={count} action={action?.(code)} />
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  );
}

function Cause({ code, count, action }: { code: string; count: number; action: ReactNode }) {
  const t = useT();
  const format = useFormat();
  const name = code.replace("import.", "");
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 py-2">
      <span className="tabular w-14 shrink-0 text-right font-medium">{format.number(count)}</span>
      <span className="min-w-48 flex-1">
        {isCause(name) ? (
          <>
            <span className="block">{t(`imports.cause.${name}`)}</span>
            <span className="block text-13 text-muted">{t(`imports.cure.${name}`)}</span>
          </>
        ) : (
          <code className="font-mono text-13">{code}</code>
        )}
      </span>
      {action}
    </li>
  );
}
