import type auth from "./en/auth.json";
import type common from "./en/common.json";
import type dashboard from "./en/dashboard.json";
import type design from "./en/design.json";
import type health from "./en/health.json";
import type imports from "./en/imports.json";
import type jobs from "./en/jobs.json";
import type notifications from "./en/notifications.json";
import type products from "./en/products.json";
import type profile from "./en/profile.json";
import type reports from "./en/reports.json";
import type settings from "./en/settings.json";
import type suppliers from "./en/suppliers.json";
import type wizard from "./en/wizard.json";

/** The English catalogues say which keys there are. */
interface Catalogues {
  auth: typeof auth;
  common: typeof common;
  dashboard: typeof dashboard;
  design: typeof design;
  health: typeof health;
  imports: typeof imports;
  jobs: typeof jobs;
  notifications: typeof notifications;
  products: typeof products;
  profile: typeof profile;
  reports: typeof reports;
  settings: typeof settings;
  suppliers: typeof suppliers;
  wizard: typeof wizard;
}
export type Area = keyof Catalogues;
/** "imports.title": the file's name and the key in it. */
export type Key = { [A in Area]: `${A}.${keyof Catalogues[A] & string}` }[Area];

export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

/** A text, or one a plural category ("one", "other"; French also "many"), chosen by {count}. */
export type Entry = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Record<string, Entry>;

const files = import.meta.glob<Catalogue>("./{en,fr}/*.json", { import: "default" });

export function readCatalogue(language: Language, area: Area): Promise<Catalogue> {
  const read = files[`./${language}/${area}.json`];
  if (!read) throw new Error(`There is no catalogue ${language}/${area}.json.`);
  return read();
}
