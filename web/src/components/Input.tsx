import { ChevronDown, Eye, EyeOff, Search } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";

const box =
  "w-full rounded border border-border-strong/70 bg-surface text-14 text-text hover:border-border-strong disabled:opacity-55 aria-invalid:border-failed max-sm:text-16";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cx(box, "h-9 px-3", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cx(box, "min-h-20 px-3 py-2", className)} {...rest} />;
}

/** The platform's own list: it works with a thumb, with keys and with every screen reader. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cx("relative inline-block", className ?? "w-full")}>
      <select className={cx(box, "h-9 appearance-none pr-8 pl-3")} {...rest}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted" />
    </span>
  );
}

export function SearchInput({ className, hint, ...rest }: ComponentProps<"input"> & { hint?: ReactNode }) {
  return (
    <span className={cx("relative block", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted" />
      <input type="search" className={cx(box, "h-9 pr-3 pl-8")} {...rest} />
      {hint && <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2">{hint}</span>}
    </span>
  );
}

/** A password that can be looked at: fewer typing errors than asking twice. */
export function PasswordInput(props: ComponentProps<"input">) {
  const t = useT();
  const [isShown, setShown] = useState(false);
  return (
    <span className="relative block">
      <Input {...props} type={isShown ? "text" : "password"} className="pr-10" />
      <button
        type="button"
        className="absolute top-1/2 right-1 inline-flex size-7 -translate-y-1/2 items-center justify-center rounded text-muted hover:bg-raised"
        aria-label={t(isShown ? "common.password.hide" : "common.password.show")}
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
      </button>
    </span>
  );
}
