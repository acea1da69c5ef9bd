import { CircleCheck, CircleX, Clock, LoaderCircle, VolumeX } from "lucide-react";
import { Badge, type Tone } from "@/components";
import { useT } from "@/i18n";
import type { Health } from "./health";

const looks: Record<Health, { tone: Tone; icon: typeof Clock }> = {
  running: { tone: "updated", icon: LoaderCircle },
  failing: { tone: "failed", icon: CircleX },
  silent: { tone: "quarantined", icon: VolumeX },
  fine: { tone: "created", icon: CircleCheck },
  never: { tone: "unchanged", icon: Clock },
};

export function HealthBadge({ state }: { state: Health }) {
  const t = useT();
  const { tone, icon: Icon } = looks[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden className="size-3.5" />}>
      {t(`suppliers.health.${state}`)}
    </Badge>
  );
}
