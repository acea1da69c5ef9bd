import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import { useSession } from "@/api/hooks";
import { useT } from "@/i18n";
import { keepChoice, readChoice } from "@/lib/storage";
import { BottomBar } from "./BottomBar";
import { OfflineBanner } from "./OfflineBanner";
import { Sidebar } from "./Sidebar";
import { TopBar } from "./TopBar";
import { useShortcuts } from "./useShortcuts";

const CommandPalette = lazy(() => import("./CommandPalette"));
const ShortcutSheet = lazy(() => import("./ShortcutSheet"));

export function AppShell() {
  const state = useSession();
  // The router is already on its way to the sign-in.
  return state.kind === "signed-in" ? <Frame /> : null;
}

function Frame() {
  const t = useT();
  const search = useRef<HTMLInputElement>(null);
  const [isFolded, setFolded] = useState(() => readChoice("sidebar.folded", false));
  const [open, setOpen] = useState<"palette" | "sheet" | null>(null);
  useShortcuts({
    search: () => search.current?.focus(),
    palette: () => setOpen(open === "palette" ? null : "palette"),
    sheet: () => setOpen("sheet"),
  });
  const fold = () => {
    setFolded(!isFolded);
    keepChoice("sidebar.folded", !isFolded);
  };
  return (
    <div className="flex min-h-dvh">
      <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-surface focus:px-3 focus:py-2">
        {t("common.skip")}
      </a>
      <Sidebar isFolded={isFolded} onFold={fold} />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar searchRef={search} onPalette={() => setOpen("palette")} onSheet={() => setOpen("sheet")} />
        <OfflineBanner />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[90rem] min-w-0 flex-1 p-4 pb-24 outline-none sm:p-6 sm:pb-6 3xl:max-w-[110rem]">
          <Outlet />
        </main>
      </div>
      <BottomBar />
      <Suspense>
        {open === "palette" && <CommandPalette onClose={() => setOpen(null)} />}
        {open === "sheet" && <ShortcutSheet onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}
