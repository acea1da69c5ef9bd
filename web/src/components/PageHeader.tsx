import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { type ReactNode, useEffect } from "react";

interface Props {
  title: string;
  /** The answer to the question that brought the person, in one line. */
  answer?: ReactNode;
  actions?: ReactNode;
  /** Where this page belongs to: a link above the heading. */
  back?: { to: string; label: string };
}

/** The heading of a page; it also names the browser's tab. */
export function PageHeader({ title, answer, actions, back }: Props) {
  useEffect(() => {
    document.title = `${title} · Suppliers-Import`;
  }, [title]);
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {back && (
          <Link to={back.to} className="mb-1 inline-flex items-center gap-1 text-13 no-underline hover:underline">
            <ChevronLeft aria-hidden className="size-4" />
            {back.label}
          </Link>
        )}
        <h1 tabIndex={-1} className="break-words outline-none">
          {title}
        </h1>
        {/* An answer that is not known yet has its line already: what is below does not move when it comes. */}
        {answer && <p className="mt-0.5 min-h-6 text-muted">{answer}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
