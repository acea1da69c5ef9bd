import {
  Activity, Bell, Boxes, FileBarChart, FileInput, LayoutDashboard, ListTodo, type LucideIcon, Settings, Truck, Upload, UserRound,
} from "lucide-react";
import type { Key } from "@/i18n";

export interface NavItem {
  to: string;
  label: Key;
  icon: LucideIcon;
  /** Without it the entry is not shown. */
  permission?: string;
  /** After `g`: "d" for `g d`. */
  letter?: string;
  /** One of the four of the bar on small screens. */
  isMain?: boolean;
  group: "work" | "system" | "hidden";
}

export const navItems: readonly NavItem[] = [
  { to: "/", label: "common.nav.dashboard", icon: LayoutDashboard, letter: "d", isMain: true, group: "work" },
  { to: "/imports", label: "common.nav.imports", icon: FileInput, permission: "imports.read", letter: "i", isMain: true, group: "work" },
  { to: "/products", label: "common.nav.products", icon: Boxes, permission: "products.read", letter: "p", isMain: true, group: "work" },
  { to: "/suppliers", label: "common.nav.suppliers", icon: Truck, permission: "suppliers.read", letter: "s", isMain: true, group: "work" },
  { to: "/reports", label: "common.nav.reports", icon: FileBarChart, permission: "analytics.read", letter: "r", group: "work" },
  { to: "/notifications", label: "common.nav.notifications", icon: Bell, letter: "n", group: "system" },
  { to: "/jobs", label: "common.nav.jobs", icon: ListTodo, permission: "monitoring.read", letter: "j", group: "system" },
  { to: "/system", label: "common.nav.health", icon: Activity, permission: "monitoring.system", letter: "h", group: "system" },
  { to: "/settings", label: "common.nav.settings", icon: Settings, letter: "t", group: "system" },
  { to: "/imports/new", label: "common.nav.new_import", icon: Upload, permission: "imports.start", group: "hidden" },
  { to: "/profile", label: "common.nav.profile", icon: UserRound, group: "hidden" },
];

export const allowedItems = (permissions: readonly string[]) =>
  navItems.filter((item) => !item.permission || permissions.includes(item.permission));
