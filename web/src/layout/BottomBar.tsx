import { Link } from "@tanstack/react-router";
import { useUser } from "@/api/hooks";
import { useT } from "@/i18n";
import { allowedItems } from "./nav";

/** Four places within reach of a thumb; everything else is in the menu of the top bar. */
export function BottomBar() {
  const t = useT();
  const items = allowedItems(useUser().permissions).filter((item) => item.isMain);
  return (
    <nav aria-label={t("common.nav.label")} className="fixed inset-x-0 bottom-0 z-30 border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden">
      <ul className="flex">
        {items.map((item) => (
          <li key={item.to} className="min-w-0 flex-1">
            <Link
              to={item.to}
              activeOptions={{ exact: item.to === "/" }}
              activeProps={{ className: "!text-accent font-medium" }}
              className="flex h-14 flex-col items-center justify-center gap-1 text-center text-12 leading-tight text-muted no-underline"
            >
              <item.icon aria-hidden className="size-5" />
              {t(item.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
