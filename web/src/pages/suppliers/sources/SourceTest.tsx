import { CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import type { Schema } from "@/api";
import { Button, Duration, ErrorState, ProblemText, SaidByServer, Skeleton, tellFailure } from "@/components";
import { useT } from "@/i18n";
import { fingerprintIn } from "./sourceValues";

interface Props {
  check: Schema<"suppliers.SourceCheckView"> | undefined;
  error: unknown;
  isPending: boolean;
  /** For kinds whose server shows a key that a person has to agree to. */
  onPin?: (fingerprint: string) => Promise<void>;
}
const stepNames = ["settings", "address", "host_key", "login", "request", "folder", "file", "content", "upload"] as const;

/** A test of the connection, step by step as it went. */
export function SourceTest({ check, error, isPending, onPin }: Props) {
  const t = useT();
  if (isPending) {
    return (
      <div role="status" className="space-y-2">
        <p className="text-muted">{t("suppliers.test.running")}</p>
        <Skeleton className="h-24 w-full" />
      </div>
    );
  }
  if (error) return <ErrorState error={error} compact />;
  if (!check) return null;
  const fingerprint = check.ok ? undefined : fingerprintIn([...check.steps.map((step) => step.detail), check.problem?.cure ?? ""]);
  return (
    <div role="status" className="rounded border border-border">
      <p className={`border-b border-border px-3 py-2 font-medium ${check.ok ? "text-created" : "text-failed"}`}>{t(check.ok ? "suppliers.test.ok" : "suppliers.test.failed")}</p>
      <ol className="divide-y divide-border">
        {check.steps.map((step) => {
          const known = stepNames.find((one) => one === step.name);
          return (
            <li key={step.name} className="flex gap-3 px-3 py-2">
              {step.ok ? <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-created" /> : <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />}
              <div className="min-w-0 flex-1">
                <p className="flex justify-between gap-3 font-medium">
                  <span>{known ? t(`suppliers.test.step.${known}`) : step.name}</span>
                  <span className="text-13 font-normal text-muted"><Duration ms={step.ms} /></span>
                </p>
                <p className="break-words text-muted">{step.ok || !check.problem ? <SaidByServer text={step.detail} /> : <ProblemText problem={check.problem} />}</p>
              </div>
            </li>
          );
        })}
      </ol>
      {fingerprint && onPin && <Pin fingerprint={fingerprint} onPin={onPin} />}
    </div>
  );
}

/** Trust is given by a person who has compared, never by itself. */
function Pin({ fingerprint, onPin }: { fingerprint: string; onPin: (fingerprint: string) => Promise<void> }) {
  const t = useT();
  const [isBusy, setBusy] = useState(false);
  const pin = async () => {
    setBusy(true);
    try {
      await onPin(fingerprint);
    } catch (problem) {
      tellFailure(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-border bg-quarantined-soft px-3 py-2">
      <p className="min-w-0 flex-1">
        {t("suppliers.test.pin.why")} <code className="font-mono text-13 break-all">{fingerprint}</code>
      </p>
      <Button size="small" busy={isBusy} onClick={() => void pin()}>{t("suppliers.test.pin")}</Button>
    </div>
  );
}
