import { useState } from "react";
import { api, call, callWithTag, changed } from "@/api";
import { Button, Checkbox, Dialog, ErrorState, Field, Input, toast, useForm } from "@/components";
import { useT } from "@/i18n";
import { eventKinds, eventName } from "./events";
import type { Webhook } from "./queries";

/** Where to send, and what. */
export function WebhookDialog({ webhook, onClose, onMade }: { webhook?: Webhook; onClose: () => void; onMade: (secret: string) => void }) {
  const t = useT();
  const [idempotency] = useState(() => crypto.randomUUID());
  const form = useForm({
    initial: { url: webhook?.url ?? "", description: webhook?.description ?? "", events: webhook?.events ?? ["*"] },
    check: ({ url, events }) => ({
      url: /^https?:\/\/./.test(url.trim()) ? "" : t("settings.webhooks.url.missing"),
      events: events.length > 0 ? "" : t("settings.webhooks.events.missing"),
    }),
    submit: async (values) => {
      const body = { ...values, url: values.url.trim() };
      if (webhook) {
        // Read just before writing: the tag then speaks for the version that was shown.
        const path = { params: { path: { id: webhook.id } } };
        const { data, etag } = await callWithTag(api.GET("/api/v1/webhooks/{id}", path));
        await call(api.PATCH("/api/v1/webhooks/{id}", { ...path, headers: { "If-Match": data.version === webhook.version ? etag : '"other"' }, body }));
        toast.done(t("settings.kept", { name: body.description || body.url }));
      } else {
        onMade((await call(api.POST("/api/v1/webhooks", { params: { header: { "Idempotency-Key": idempotency } }, body }))).secret);
      }
      await changed(["webhooks"]);
      onClose();
    },
  });
  const { events } = form.values;
  const isAll = events.includes("*");
  const kinds = [...new Set<string>([...eventKinds, ...events.filter((one) => one !== "*")])];
  return (
    <Dialog open onClose={onClose} title={t(webhook ? "settings.webhooks.edit" : "settings.webhooks.create")}>
      <form className="space-y-4" noValidate onSubmit={(event) => void form.send(event)}>
        <Field label={t("settings.webhooks.url")} hint={t("settings.webhooks.url.hint")} error={form.errors.url}>
          <Input {...form.input("url")} type="url" autoComplete="off" placeholder="https://" />
        </Field>
        <Field label={t("settings.webhooks.description")} error={form.errors.description}>
          <Input {...form.input("description")} autoComplete="off" />
        </Field>
        <fieldset>
          <legend className="mb-1 text-13 font-medium">{t("settings.webhooks.events")}</legend>
          <div className="space-y-1">
            <div><Checkbox label={t("settings.webhooks.all_events")} checked={isAll} onChange={(isOn) => form.set("events", isOn === true ? ["*"] : [])} /></div>
            {kinds.map((kind) => (
              <div key={kind}>
                <Checkbox
                  label={eventName(kind, t)}
                  disabled={isAll}
                  checked={isAll || events.includes(kind)}
                  onChange={(isOn) => form.set("events", isOn === true ? [...events, kind] : events.filter((one) => one !== kind))}
                />
              </div>
            ))}
          </div>
          {form.errors.events && <p role="alert" className="mt-1 text-12 text-failed">{form.errors.events}</p>}
        </fieldset>
        {form.error && (form.error.wasChangedElsewhere ? <p role="alert" className="text-failed">{t("settings.changed_elsewhere")}</p> : <ErrorState error={form.error} compact />)}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" look="primary" busy={form.isBusy}>{t(webhook ? "settings.save" : "settings.webhooks.create.action")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
