import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";
import { searchTexts } from "@/lib/search-texts";

const names = ["tab", "search", "user", "webhook", "status", "actor", "action", "subject", "from", "until", "entry"] as const;
export type SettingsSearch = Partial<Record<(typeof names)[number], string>>;

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/settings",
  validateSearch: (search: Record<string, unknown>): SettingsSearch => searchTexts(search, names),
  loader: withTexts("settings"),
  component: lazyRouteComponent(() => import("./SettingsPage"), "SettingsPage"),
});

export const settingsRoutes = [settingsRoute] as const;
