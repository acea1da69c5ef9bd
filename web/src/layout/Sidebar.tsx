import { Link } from "@tanstack/react-router";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useUser } from "@/api/hooks";
import { Tooltip } from "@/components/Tooltip";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { allowedItems, type NavItem } from "./nav";

const entry = "flex h-9 items-center gap-3 rounded px-2.5 text-14 text-text no-underline hover:bg-raised";
const current = { className: "bg-accent-soft font-medium text-accent-strong", "aria-current": "page" } as const;

function Entry({ item, isFolded }: { item: NavItem; isFolded: boolean }) {
  const t = useT();
  const label = t(item.label);
  const link = (
    <Link to={item.to} activeOptions={{ exact: item.to === "/" }} activeProps={current} className={cx(entry, isFolded && "justify-center")} aria-label={isFolded ? label : undefined}>
      <item.icon aria-hidden className="size-4.5 shrink-0" />
      {!isFolded && <span className="truncate">{label}</span>}
    </Link>
  );
  return <li>{isFolded ? <Tooltip text={label} side="right">{link}</Tooltip> : link}</li>;
}

export function Logo({ withName = true }: { withName?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold">
      <svg aria-hidden viewBox="0 0 32 32" className="size-6 shrink-0">
        <rect width="32" height="32" rx="6" className="fill-accent" />
        <path d="M6 12h9v8H6z" className="fill-created-soft" />
        <path d="M16 12h5v8h-5z" className="fill-updated-soft" />
        <path d="M22 12h4v8h-4z" className="fill-quarantined-soft" />
      </svg>
      {withName && "Suppliers-Import"}
    </span>
  );
}

export function Sidebar({ isFolded, onFold }: { isFolded: boolean; onFold: () => void }) {
  const t = useT();
  const items = allowedItems(useUser().permissions);
  const Fold = isFolded ? PanelLeftOpen : PanelLeftClose;
  const label = t(isFolded ? "common.sidebar.unfold" : "common.sidebar.fold");
  return (
    <nav
      aria-label={t("common.nav.label")}
      className={cx("sticky top-0 hidden h-dvh shrink-0 flex-col gap-4 border-r border-border bg-surface p-2 sm:flex", isFolded ? "w-14" : "w-56")}
    >
      <Link to="/" className={cx("flex h-10 items-center px-2 text-text no-underline", isFolded && "justify-center px-0")} aria-label={isFolded ? "Suppliers-Import" : undefined}>
        <Logo withName={!isFolded} />
      </Link>
      {(["work", "system"] as const).map((group) => (
        <ul key={group} className="space-y-0.5">
          {items.filter((item) => item.group === group).map((item) => (
            <Entry key={item.to} item={item} isFolded={isFolded} />
          ))}
        </ul>
      ))}
      <button type="button" onClick={onFold} aria-label={label} title={label} className={cx(entry, "mt-auto text-muted", isFolded && "justify-center")}>
        <Fold aria-hidden className="size-4.5 shrink-0" />
        {!isFolded && label}
      </button>
    </nav>
  );
}
