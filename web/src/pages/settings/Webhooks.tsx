import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CirclePause, Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { api, call, changed } from "@/api";
import { Badge, Button, Card, ConfirmDialog, EmptyState, ErrorState, RelativeTime, SkeletonRows, tellFailure, toast } from "@/components";
import { useT } from "@/i18n";
import { Deliveries } from "./Deliveries";
import { eventName } from "./events";
import { type Delivery, type Webhook, webhooksQuery } from "./queries";
import { SecretShown } from "./SecretShown";
import { TestResult } from "./TestResult";
import { WebhookDialog } from "./WebhookDialog";

type Act = { kind: "create" } | { kind: "edit" | "rotate" | "delete"; webhook: Webhook };

/** Programs elsewhere that are told of events, and what came of each telling. */
export function Webhooks() {
  const t = useT();
  const [act, setAct] = useState<Act | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [tested, setTested] = useState<Delivery | null>(null);
  const webhooks = useQuery(webhooksQuery);
  if (webhooks.isPending) return <Card><SkeletonRows count={6} /></Card>;
  if (!webhooks.data) return <ErrorState error={webhooks.error} onRetry={() => void webhooks.refetch()} />;
  const asked = act !== null && act.kind !== "create" ? act.webhook : undefined;
  const path = { params: { path: { id: asked?.id ?? "" } } };
  const rotate = async () => {
    setSecret((await call(api.POST("/api/v1/webhooks/{id}/rotate-secret", path))).secret);
    await changed(["webhooks"]);
  };
  const remove = async () => {
    await call(api.DELETE("/api/v1/webhooks/{id}", path));
    await changed(["webhooks"]);
  };
  const create = <Button look="primary" onClick={() => setAct({ kind: "create" })}>{t("settings.webhooks.create")}</Button>;
  return (
    <div className="space-y-4">
      {webhooks.data.length === 0 ? (
        <Card>
          <EmptyState title={t("settings.webhooks.empty")} icon={<WebhookIcon aria-hidden className="size-8" />} actions={create}>{t("settings.webhooks.empty.why")}</EmptyState>
        </Card>
      ) : (
        <Card title={t("settings.tab.webhooks")} actions={create} flush>
          <ul className="divide-y divide-border">
            {webhooks.data.map((webhook) => (
              <WebhookRow key={webhook.id} webhook={webhook} act={setAct} onTested={setTested} />
            ))}
          </ul>
        </Card>
      )}
      {webhooks.data.length > 0 && <Deliveries webhooks={webhooks.data} />}
      {(act?.kind === "create" || act?.kind === "edit") && <WebhookDialog webhook={asked} onClose={() => setAct(null)} onMade={setSecret} />}
      <ConfirmDialog open={act?.kind === "rotate"} onClose={() => setAct(null)} title={t("settings.webhooks.rotate")} action={t("settings.webhooks.rotate")} onConfirm={rotate}>
        <p className="font-mono text-13 break-all">{asked?.url}</p>
        <p>{t("settings.webhooks.rotate.will")}</p>
      </ConfirmDialog>
      <ConfirmDialog open={act?.kind === "delete"} onClose={() => setAct(null)} title={t("settings.webhooks.delete")} action={t("settings.webhooks.delete")} onConfirm={remove} danger>
        <p className="font-mono text-13 break-all">{asked?.url}</p>
        <p>{t("settings.webhooks.delete.will")}</p>
      </ConfirmDialog>
      {secret && <SecretShown title={t("settings.webhooks.secret")} hint={t("settings.webhooks.secret.hint")} value={secret} onClose={() => setSecret(null)} />}
      {tested && <TestResult delivery={tested} onClose={() => setTested(null)} />}
    </div>
  );
}

function WebhookRow({ webhook, act, onTested }: { webhook: Webhook; act: (next: Act) => void; onTested: (delivery: Delivery) => void }) {
  const t = useT();
  const [busy, setBusy] = useState<"test" | "turn" | null>(null);
  const path = { params: { path: { id: webhook.id } } };
  const during = async (what: "test" | "turn", work: () => Promise<unknown>) => {
    setBusy(what);
    await work().catch(tellFailure);
    setBusy(null);
  };
  const test = async () => {
    onTested(await call(api.POST("/api/v1/webhooks/{id}/test", path)));
    await changed(["webhooks", "deliveries"]);
  };
  const turn = async () => {
    await call(api.PATCH("/api/v1/webhooks/{id}", { ...path, body: { is_enabled: !webhook.is_enabled } }));
    toast.done(t("settings.kept", { name: webhook.description || webhook.url }));
    await changed(["webhooks"]);
  };
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          {webhook.description && <p className="font-medium">{webhook.description}</p>}
          <p className="font-mono text-13 break-all">{webhook.url}</p>
        </div>
        <State webhook={webhook} />
      </div>
      {webhook.disabled_reason && <p className="text-failed">{webhook.disabled_reason}</p>}
      {webhook.failing_since && webhook.is_enabled && <p className="text-13 text-failed">{t("settings.webhooks.failing")} <RelativeTime at={webhook.failing_since} /></p>}
      <p className="text-13 text-muted">{webhook.events.map((event) => eventName(event, t)).join(", ")}</p>
      {webhook.old_secret_until && <p className="text-13 text-muted">{t("settings.webhooks.old_secret")} <RelativeTime at={webhook.old_secret_until} /></p>}
      <div className="flex flex-wrap gap-1">
        <Button size="small" busy={busy === "test"} onClick={() => void during("test", test)}>{t("settings.webhooks.test")}</Button>
        <Button size="small" onClick={() => act({ kind: "edit", webhook })}>{t("settings.webhooks.edit")}</Button>
        <Button size="small" busy={busy === "turn"} onClick={() => void during("turn", turn)}>{t(webhook.is_enabled ? "settings.webhooks.off" : "settings.webhooks.on")}</Button>
        <Button size="small" onClick={() => act({ kind: "rotate", webhook })}>{t("settings.webhooks.rotate")}</Button>
        <Button size="small" look="danger" onClick={() => act({ kind: "delete", webhook })}>{t("settings.webhooks.delete")}</Button>
      </div>
    </li>
  );
}

function State({ webhook }: { webhook: Webhook }) {
  const t = useT();
  if (!webhook.is_enabled) return <Badge tone="skipped" icon={<CirclePause aria-hidden className="size-3.5" />}>{t("settings.webhooks.is_off")}</Badge>;
  if (webhook.failing_since) return <Badge tone="failed" icon={<CircleAlert aria-hidden className="size-3.5" />}>{t("settings.webhooks.fails")}</Badge>;
  return <Badge tone="created" icon={<CircleCheck aria-hidden className="size-3.5" />}>{t("settings.webhooks.is_on")}</Badge>;
}
