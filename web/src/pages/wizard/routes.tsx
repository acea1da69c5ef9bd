import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { withTexts } from "@/i18n";
import { appRoute } from "@/layout/app-route";

export const wizardSteps = ["file", "columns", "check", "run"] as const;
export type WizardStep = (typeof wizardSteps)[number];

/** Where the person is. With it the page is found again on another day or in another tab. */
export interface WizardSearch {
  step?: WizardStep;
  upload?: string;
  supplier?: string;
  mode?: "partial" | "full";
  /** The dry run of the check. */
  check?: string;
  /** The import itself. */
  run?: string;
  show?: string;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

const wizardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/imports/new",
  validateSearch: (search: Record<string, unknown>): WizardSearch => ({
    step: wizardSteps.find((one) => one === search.step),
    upload: text(search.upload),
    supplier: text(search.supplier),
    mode: search.mode === "full" ? "full" : undefined,
    check: text(search.check),
    run: text(search.run),
    show: text(search.show),
  }),
  loader: withTexts("wizard", "imports"),
  component: lazyRouteComponent(() => import("./WizardPage"), "WizardPage"),
});

export const wizardRoutes = [wizardRoute] as const;
