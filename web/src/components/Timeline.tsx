import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { type Tone, toneText } from "./Badge";
import { RelativeTime } from "./Text";

export interface TimelineItem {
  key: string;
  at: string | null;
  icon: ReactNode;
  tone?: Tone;
  title: ReactNode;
  children?: ReactNode;
}

export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className="space-y-0">
      {items.map((item, index) => (
        <li key={item.key} className="relative flex gap-3 pb-4 last:pb-0">
          {index < items.length - 1 && <span aria-hidden className="absolute top-6 bottom-0 left-2.5 w-px bg-border" />}
          <span className={cx("mt-0.5 flex size-5 shrink-0 items-center justify-center", toneText[item.tone ?? "unchanged"])}>{item.icon}</span>
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span>{item.title}</span>
              <span className="text-13 text-muted">
                <RelativeTime at={item.at} />
              </span>
            </div>
            {item.children && <div className="mt-1 text-13 text-muted">{item.children}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
