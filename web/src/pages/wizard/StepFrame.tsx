import { Check } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";

interface Props {
  number: number;
  title: string;
  state: "done" | "open" | "later";
  /** What was decided here, in one line. */
  summary?: ReactNode;
  onOpen?: () => void;
  /** What the step is about: when it changes, what had the focus is gone, and the heading gets it. */
  about?: string;
  children: ReactNode;
}

/** One of the four steps: open, folded to a line that can be opened again, or still to come. */
export function StepFrame({ number, title, state, summary, onOpen, about, children }: Props) {
  const t = useT();
  const isOpen = state === "open";
  const heading = useRef<HTMLHeadingElement>(null);
  const place = isOpen ? (about ?? "") : undefined;
  const last = useRef(place);
  useEffect(() => {
    if (place !== undefined && place !== last.current) heading.current?.focus();
    last.current = place;
  }, [place]);
  return (
    <section aria-label={title} aria-current={isOpen ? "step" : undefined} className={cx("min-w-0 rounded border bg-surface", isOpen ? "border-border-strong/60" : "border-border")}>
      <div className={cx("flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2", isOpen && "border-b border-border")}>
        <span
          aria-hidden
          className={cx(
            "flex size-6 shrink-0 items-center justify-center rounded-full text-12 font-semibold",
            state === "done" ? "bg-created-soft text-created" : isOpen ? "bg-accent text-on-accent" : "bg-raised text-muted",
          )}
        >
          {state === "done" ? <Check className="size-4" /> : number}
        </span>
        <h2 ref={heading} tabIndex={-1} className={cx("scroll-mt-20 text-14 outline-none", state === "later" && "text-muted")}>{title}</h2>
        {state === "done" && <span className="min-w-0 flex-1 text-13 break-words text-muted max-sm:order-last max-sm:basis-full">{summary}</span>}
        {state === "done" && onOpen && (
          <Button size="small" className="ml-auto" onClick={onOpen} aria-label={t("wizard.change_step", { step: title })}>
            {t("wizard.change")}
          </Button>
        )}
      </div>
      {isOpen && <div className="p-4">{children}</div>}
    </section>
  );
}
