import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Bell, Command, Keyboard, LogOut, Moon, Palette, Sun, SunMoon, UserRound } from "lucide-react";
import type { FormEvent, RefObject } from "react";
import { api, call } from "@/api/client";
import { useLive, useUser } from "@/api/hooks";
import { session } from "@/api/session";
import { Button, IconButton } from "@/components/Button";
import { SearchInput } from "@/components/Input";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@/components/Menu";
import { type Language, languages, setLanguage, useLanguage, useT } from "@/i18n";
import { type Theme, setTheme, themes, useTheme } from "@/lib/theme";
import { allowedItems } from "./nav";
import { Logo } from "./Sidebar";

export const languageNames: Record<Language, string> = { en: "English", fr: "Français" };
const themeIcons: Record<Theme, typeof Sun> = { system: SunMoon, light: Sun, dark: Moon };

interface Props {
  searchRef: RefObject<HTMLInputElement | null>;
  onPalette: () => void;
  onSheet: () => void;
}

export function TopBar({ searchRef, onPalette, onSheet }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const q = String(new FormData(event.currentTarget).get("q") ?? "").trim();
    void navigate({ to: "/products", search: q ? { search: q } : {} });
    searchRef.current?.blur();
  };
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-border bg-surface px-3 sm:px-6">
      <Link to="/" aria-label="Suppliers-Import" className="sm:hidden">
        <Logo withName={false} />
      </Link>
      <form role="search" onSubmit={search} className="min-w-0 flex-1">
        <SearchInput
          ref={searchRef}
          name="q"
          aria-label={t("common.search.label")}
          placeholder={t("common.search.label")}
          className="w-full max-w-md"
          autoComplete="off"
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          hint={<kbd className="hidden rounded-sm border border-border px-1.5 text-12 text-muted sm:inline">/</kbd>}
        />
      </form>
      <IconButton label={t("common.palette.open")} icon={<Command aria-hidden className="size-4.5" />} onClick={onPalette} />
      <NotificationBell />
      <AccountMenu onSheet={onSheet} />
    </header>
  );
}

function NotificationBell() {
  const t = useT();
  const user = useUser();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ["notifications", "unread"],
    queryFn: ({ signal }) => call(api.GET("/api/v1/notifications/unread-count", { signal })),
  });
  useLive([`notifications.${user.id}`], () => void client.invalidateQueries({ queryKey: ["notifications"] }));
  const unread = data?.unread ?? 0;
  return (
    <Link
      to="/notifications"
      aria-label={t("common.notifications.unread", { count: unread })}
      className="relative inline-flex size-9 items-center justify-center rounded text-text hover:bg-raised"
    >
      <Bell aria-hidden className="size-4.5" />
      {unread > 0 && (
        <span aria-hidden className="tabular absolute top-0.5 right-0 min-w-4 rounded-full bg-accent px-1 text-center text-12 leading-4 font-medium text-on-accent">
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </Link>
  );
}

function AccountMenu({ onSheet }: { onSheet: () => void }) {
  const t = useT();
  const user = useUser();
  const navigate = useNavigate();
  const language = useLanguage();
  const theme = useTheme();
  const name = user.name || user.email;
  const elsewhere = allowedItems(user.permissions).filter((item) => !item.isMain && item.group !== "hidden");
  return (
    <Menu
      trigger={
        <Button look="quiet" aria-label={t("common.account.menu", { name })} className="!px-2">
          <span aria-hidden className="inline-flex size-7 items-center justify-center rounded-full bg-accent-soft text-13 font-semibold text-accent-strong">
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="hidden max-w-40 truncate lg:inline">{name}</span>
        </Button>
      }
    >
      <div className="sm:hidden">
        {elsewhere.map((item) => (
          <MenuItem key={item.to} icon={<item.icon aria-hidden className="size-4" />} onSelect={() => void navigate({ to: item.to })}>
            {t(item.label)}
          </MenuItem>
        ))}
        <MenuSeparator />
      </div>
      <MenuItem icon={<UserRound aria-hidden className="size-4" />} onSelect={() => void navigate({ to: "/profile" })}>
        {t("common.nav.profile")}
      </MenuItem>
      <MenuItem icon={<Keyboard aria-hidden className="size-4" />} keys="?" onSelect={onSheet}>
        {t("common.shortcuts.title")}
      </MenuItem>
      <MenuItem icon={<Palette aria-hidden className="size-4" />} onSelect={() => void navigate({ to: "/design" })}>
        {t("common.nav.design")}
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>{t("common.theme.label")}</MenuLabel>
      <MenuChoice
        value={theme}
        onChange={setTheme}
        options={themes.map((value) => {
          const Icon = themeIcons[value];
          return { value, label: <span className="inline-flex items-center gap-2"><Icon aria-hidden className="size-4" />{t(`common.theme.${value}`)}</span> };
        })}
      />
      <MenuSeparator />
      <MenuLabel>{t("common.language.label")}</MenuLabel>
      <MenuChoice value={language} onChange={(next) => void setLanguage(next)} options={languages.map((value) => ({ value, label: languageNames[value] }))} />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden className="size-4" />} onSelect={() => void session.signOut()}>
        {t("common.account.sign_out")}
      </MenuItem>
    </Menu>
  );
}
