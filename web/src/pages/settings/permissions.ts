import type { Schema } from "@/api";
import type { Translate } from "@/i18n";

export const knownPermissions = [
  "products.read", "products.write", "products.delete", "products.import", "products.export", "products.bulk",
  "suppliers.read", "suppliers.write", "suppliers.delete", "suppliers.config",
  "imports.read", "imports.write", "imports.delete", "imports.start", "imports.cancel", "imports.schedule",
  "admin.access", "admin.users", "admin.settings", "admin.logs", "admin.metrics",
  "analytics.read", "analytics.export", "analytics.advanced",
  "cache.read", "cache.manage", "cache.invalidate",
  "monitoring.read", "monitoring.system",
] as const;
const areas = ["products", "suppliers", "imports", "analytics", "monitoring", "cache", "admin"] as const;

export type Permission = Schema<"identity.PermissionView">;
export const roles = ["admin", "manager", "user", "api_client"] as const;
export type Role = (typeof roles)[number];

export function meaningOf({ name, meaning }: Permission, t: Translate) {
  const known = knownPermissions.find((one) => one === name);
  return known ? t(`settings.permission.${known}`) : meaning || name;
}

/** Permissions under the heading of what they are about; areas not known here come last under their own name. */
export function grouped(permissions: readonly Permission[], t: Translate) {
  const areaOf = (name: string) => name.split(".")[0] ?? name;
  const names = [...new Set([...areas.filter((area) => permissions.some((one) => areaOf(one.name) === area)), ...permissions.map((one) => areaOf(one.name))])];
  return names.map((area) => {
    const known = areas.find((one) => one === area);
    return { area, label: known ? t(`settings.area.${known}`) : area, permissions: permissions.filter((one) => areaOf(one.name) === area) };
  });
}

export type Choice = "role" | "granted" | "denied";

/** What a person may do in the end: what the role gives or is granted besides, unless it is denied. */
export function mayInTheEnd(choice: Choice, byRole: boolean) {
  return choice === "granted" || (choice === "role" && byRole);
}
