import { CircleCheck, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog, Duration, Facts, NoValue } from "@/components";
import { useT } from "@/i18n";
import { eventName } from "./events";
import type { Delivery } from "./queries";

/** What was sent, and what came back: after a test, and of any delivery in the list. */
export function TestResult({ delivery, onClose, action }: { delivery: Delivery; onClose: () => void; action?: ReactNode }) {
  const t = useT();
  const arrived = delivery.status === "delivered";
  return (
    <Dialog open onClose={onClose} title={eventName(delivery.event, t)} wide footer={action}>
      <div className="space-y-4">
        <p className="flex items-center gap-2 font-medium">
          {arrived ? <CircleCheck aria-hidden className="size-5 text-created" /> : <CircleX aria-hidden className="size-5 text-failed" />}
          {arrived ? t("settings.deliveries.arrived") : delivery.problem_message || t(`settings.deliveries.${delivery.status}`)}
        </p>
        <Facts
          items={[
            [t("settings.deliveries.answer"), delivery.response_status ?? <NoValue />],
            [t("settings.deliveries.time"), <Duration key="time" ms={delivery.duration_ms} />],
            [t("settings.deliveries.attempts"), t("settings.deliveries.attempt", { attempts: delivery.attempts, most: delivery.attempts_allowed })],
            [t("settings.deliveries.id"), <code key="id" className="font-mono text-13 break-all">{delivery.id}</code>],
          ]}
        />
        <Text label={t("settings.deliveries.sent")} text={JSON.stringify(delivery.body, null, 2)} />
        {delivery.response_body && <Text label={t("settings.deliveries.got")} text={delivery.response_body} />}
      </div>
    </Dialog>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  return (
    <section>
      <h3 className="mb-1">{label}</h3>
      {/* It scrolls, so it must be reachable by keyboard. */}
      <pre role="region" tabIndex={0} aria-label={label} className="relative max-h-60 overflow-auto rounded bg-raised p-3 font-mono text-12 whitespace-pre-wrap">{text}</pre>
    </section>
  );
}
