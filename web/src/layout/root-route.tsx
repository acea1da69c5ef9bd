import { createRootRoute, Outlet } from "@tanstack/react-router";
import { Toaster } from "@/components/Toaster";
import { TooltipProvider } from "@/components/Tooltip";
import { loadTexts } from "@/i18n";
import { Announcer } from "./Announcer";
import { CrashPage, NotFoundPage } from "./Fallbacks";

export const rootRoute = createRootRoute({
  loader: () => loadTexts("common", "auth"),
  component: () => (
    <TooltipProvider delayDuration={300}>
      <Outlet />
      <Announcer />
      <Toaster />
    </TooltipProvider>
  ),
  notFoundComponent: () => (
    <main>
      <NotFoundPage />
    </main>
  ),
  errorComponent: CrashPage,
});
