import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Tooltip } from "./Tooltip";

type Look = "primary" | "normal" | "quiet" | "danger";

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
  normal: "bg-surface text-text border-border-strong/60 hover:bg-raised",
  quiet: "bg-transparent text-text border-transparent hover:bg-raised",
  danger: "bg-surface text-failed border-failed/60 hover:bg-failed-soft",
};

const base =
  "inline-flex shrink-0 items-center justify-center gap-2 rounded border font-medium whitespace-nowrap no-underline select-none transition-colors duration-100 disabled:opacity-55 aria-disabled:opacity-55";

export interface ButtonProps extends ComponentProps<"button"> {
  look?: Look;
  size?: "small" | "normal";
  icon?: ReactNode;
  /** Work is under way: the button says so and takes no second click. It keeps the focus, which a disabled one would lose. */
  busy?: boolean;
  /** The only child (a Link) takes the button's look. */
  asChild?: boolean;
}

const refuse = (event: MouseEvent) => event.preventDefault();

/** The verb on a button says the effect: "Import 1,312 rows", not "OK". */
export function Button({ look = "normal", size = "normal", icon, busy, asChild, className, children, onClick, ...rest }: ButtonProps) {
  const Tag = asChild ? Slot.Root : "button";
  const classes = cx(base, looks[look], size === "small" ? "h-7 px-2 text-13" : "h-9 px-3 text-14", className);
  if (asChild) {
    return (
      <Tag className={classes} onClick={onClick} {...rest}>
        {children}
      </Tag>
    );
  }
  return (
    <Tag type="button" className={classes} aria-disabled={busy || undefined} aria-busy={busy || undefined} onClick={busy ? refuse : onClick} {...rest}>
      {busy ? <span aria-hidden className="size-3 animate-pulse rounded-full bg-current" /> : icon}
      {children}
    </Tag>
  );
}

/** A button of an icon alone; its name is read aloud and shown on hover. */
export function IconButton({ label, icon, look = "quiet", className, ...rest }: Omit<ButtonProps, "asChild" | "children"> & { label: string }) {
  return (
    <Tooltip text={label}>
      <Button look={look} aria-label={label} className={cx("aspect-square !px-0", className)} {...rest}>
        {icon}
      </Button>
    </Tooltip>
  );
}
