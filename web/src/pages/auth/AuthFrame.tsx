import { type ReactNode, useEffect } from "react";
import { Button } from "@/components";
import { languages, setLanguage, useLanguage, useT } from "@/i18n";
import { Logo } from "@/layout/Sidebar";
import { languageNames } from "@/layout/TopBar";

/** The page around signing in and setting a password: nothing to do but that. */
export function AuthFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const t = useT();
  const language = useLanguage();
  useEffect(() => {
    document.title = `${title} · Suppliers-Import`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center gap-6 p-4">
      <header>
        <Logo />
      </header>
      <main className="w-full max-w-sm rounded border border-border bg-surface p-6">
        <h1 className="mb-1">{title}</h1>
        {lead && <p className="mb-4 text-muted">{lead}</p>}
        {children}
      </main>
      <footer>
        <div role="group" aria-label={t("common.language.label")} className="flex gap-1">
          {languages.map((one) => (
            <Button key={one} size="small" look="quiet" lang={one} aria-pressed={one === language} className={one === language ? "font-semibold" : "text-muted"} onClick={() => void setLanguage(one)}>
              {languageNames[one]}
            </Button>
          ))}
        </div>
      </footer>
    </div>
  );
}
