import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "@/api/query";
import { session } from "@/api/session";
import { currentLanguage } from "@/i18n";
import { router } from "@/layout/router";
import { applyTheme } from "@/lib/theme";
import "@/design/tokens.css";

applyTheme();
document.documentElement.lang = currentLanguage();

// A release replaces the files a page loads later; the page that is open then is loaded anew, once in a while at most.
window.addEventListener("vite:preloadError", (event) => {
  const last = Number(sessionStorage.getItem("reloaded-at") ?? 0);
  if (Date.now() - last < 30_000) return;
  event.preventDefault();
  sessionStorage.setItem("reloaded-at", String(Date.now()));
  window.location.reload();
});

// The login of before is looked up while the page's code and texts come; the router would do one after the other.
void session.restore().catch(() => undefined);
for (const { options } of router.getMatchedRoutes(window.location.pathname)[0]) {
  void options.component?.preload?.();
  void (options.loader as (() => Promise<unknown>) | undefined)?.().catch(() => undefined);
}

const root = document.getElementById("root");
if (!root) throw new Error("The page has no place for the app.");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
